import type {
  AcceptEnvironmentAccountConnectionInput,
  AcceptEnvironmentAccountConnectionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { conflict } from '../errors.ts';
import { changeConnection } from './change-connection.ts';
import { connectionView, requireConnection } from './record.ts';

/**
 * Lets the management account deploy in the environment account. One that is accepted stays so.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_AcceptEnvironmentAccountConnection.html
 */
export async function acceptEnvironmentAccountConnection(
  { id = '' }: AcceptEnvironmentAccountConnectionInput,
  ports: Pick<Ports, 'store' | 'clock' | 'events'>,
  caller: Caller,
): Promise<AcceptEnvironmentAccountConnectionOutput> {
  const found = await requireConnection(ports.store, id, { caller, as: ['management'] });
  if (found.value.status === 'CONNECTED') return { environmentAccountConnection: connectionView(found.value) };
  if (found.value.status === 'REJECTED') throw conflict(`The environment account connection ${id} is REJECTED.`);
  const connection = await changeConnection(found, { status: 'CONNECTED' }, ports);
  return { environmentAccountConnection: connectionView(connection) };
}
