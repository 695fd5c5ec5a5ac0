import type {
  RejectEnvironmentAccountConnectionInput,
  RejectEnvironmentAccountConnectionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { type EnvironmentRecord, environmentsPartition } from '../environments/record.ts';
import { conflict } from '../errors.ts';
import { changeConnection } from './change-connection.ts';
import { connectionView, requireConnection } from './record.ts';

/**
 * Refuses a connection for good, unless an environment uses it.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_RejectEnvironmentAccountConnection.html
 */
export async function rejectEnvironmentAccountConnection(
  { id = '' }: RejectEnvironmentAccountConnectionInput,
  ports: Pick<Ports, 'store' | 'clock' | 'events'>,
  caller: Caller,
): Promise<RejectEnvironmentAccountConnectionOutput> {
  const { store } = ports;
  const found = await requireConnection(store, id, { caller, as: ['management'] });
  if (found.value.status === 'REJECTED') return { environmentAccountConnection: connectionView(found.value) };
  for await (const { value } of everyRecord<EnvironmentRecord>(store, { partition: environmentsPartition(caller) }))
    if (value.environmentAccountConnectionId === id)
      throw conflict(`The environment account connection ${id} is in use by the environment ${value.environmentName}.`);
  const connection = await changeConnection(found, { status: 'REJECTED' }, ports);
  return { environmentAccountConnection: connectionView(connection) };
}
