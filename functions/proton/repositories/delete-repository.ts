import type { DeleteRepositoryInput, DeleteRepositoryOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { conflict } from '../errors.ts';
import { removeTags } from '../tags/record.ts';
import { userOf } from '../uses.ts';
import { getRepository, repositoryArn, repositoryKey, repositoryView } from './record.ts';

/**
 * Forgets a repository that nothing uses; one that is not there is as good. What is in it stays.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteRepository.html
 */
export async function deleteRepository(
  input: DeleteRepositoryInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<DeleteRepositoryOutput> {
  const place = { account, region };
  const found = await getRepository(store, place, input);
  if (!found) return {};
  const key = repositoryKey(place, input);
  const arn = repositoryArn(place, input);
  const user = await userOf(store, key);
  if (user !== undefined) throw conflict(`The repository ${arn} cannot be deleted: ${user} uses it.`);
  await store.write([{ remove: key, expect: found.version }, ...(await removeTags(store, arn))]);
  return { repository: repositoryView(found.value) };
}
