import type {
  UpdateEnvironmentAccountConnectionInput,
  UpdateEnvironmentAccountConnectionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { conflict } from '../errors.ts';
import { changeConnection } from './change-connection.ts';
import { connectionView, requireConnection } from './record.ts';

/**
 * Changes the roles of a connection.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateEnvironmentAccountConnection.html
 */
export async function updateEnvironmentAccountConnection(
  input: UpdateEnvironmentAccountConnectionInput,
  ports: Pick<Ports, 'store' | 'clock' | 'events'>,
  caller: Caller,
): Promise<UpdateEnvironmentAccountConnectionOutput> {
  const { id = '', roleArn, codebuildRoleArn, componentRoleArn } = input;
  const found = await requireConnection(ports.store, id, { caller, as: ['environment'] });
  if (found.value.status === 'REJECTED') throw conflict(`The environment account connection ${id} is REJECTED.`);
  const change = {
    ...(roleArn !== undefined && { roleArn }),
    ...(codebuildRoleArn !== undefined && { codebuildRoleArn }),
    ...(componentRoleArn !== undefined && { componentRoleArn }),
  };
  return { environmentAccountConnection: connectionView(await changeConnection(found, change, ports)) };
}
