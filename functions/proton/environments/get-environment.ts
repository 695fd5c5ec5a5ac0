import type { GetEnvironmentInput, GetEnvironmentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { environmentView, requireEnvironment } from './record.ts';

/**
 * One environment with its spec.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetEnvironment.html
 */
export async function getEnvironment(
  { name = '' }: GetEnvironmentInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetEnvironmentOutput> {
  return { environment: await environmentView((await requireEnvironment(store, caller, name)).value, store) };
}
