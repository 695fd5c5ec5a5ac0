import type { GetRepositoryInput, GetRepositoryOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { repositoryView, requireRepository } from './record.ts';

/**
 * One repository.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetRepository.html
 */
export async function getRepository(
  input: GetRepositoryInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetRepositoryOutput> {
  return { repository: repositoryView((await requireRepository(store, caller, input)).value) };
}
