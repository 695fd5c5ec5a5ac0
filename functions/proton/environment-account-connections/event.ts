import type { Event } from '../../ports/events.ts';
import { statusChanged } from '../event.ts';
import { connectionArn, type ConnectionRecord } from './record.ts';

/** What the bus is told of a connection's new status. */
export const connectionEvent = (
  connection: ConnectionRecord,
  previousStatus: string | undefined,
  status: string = connection.status,
): Event =>
  statusChanged({
    type: 'environment-account-connection',
    arn: connectionArn(connection),
    detail: { id: connection.id },
    status,
    previousStatus,
  });
