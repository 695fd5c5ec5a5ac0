import type { Event } from '../../ports/events.ts';
import { statusChanged } from '../event.ts';
import { serviceArn, type ServiceRecord } from './record.ts';

/** What the bus is told of a service's new status. */
export const serviceEvent = (
  service: ServiceRecord,
  previousStatus: string | undefined,
  status: string = service.status,
): Event =>
  statusChanged({
    type: 'service',
    arn: serviceArn(service, service.name),
    detail: { name: service.name },
    status,
    previousStatus,
  });
