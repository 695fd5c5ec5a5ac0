import type {
  GetEnvironmentAccountConnectionInput,
  GetEnvironmentAccountConnectionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { connectionView, requireConnection } from './record.ts';

/**
 * One connection, for both of its accounts.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetEnvironmentAccountConnection.html
 */
export async function getEnvironmentAccountConnection(
  { id = '' }: GetEnvironmentAccountConnectionInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetEnvironmentAccountConnectionOutput> {
  const { value } = await requireConnection(store, id, { caller, as: ['management', 'environment'] });
  return { environmentAccountConnection: connectionView(value) };
}
