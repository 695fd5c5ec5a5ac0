import type { Event } from '../../ports/events.ts';
import { statusChanged } from '../event.ts';
import type { Target } from './record.ts';

const types = {
  ENVIRONMENT: 'environment',
  SERVICE_INSTANCE: 'service-instance',
  SERVICE_PIPELINE: 'service-pipeline',
  COMPONENT: 'component',
} as const;

/** What the bus is told of a change of a resource that is deployed; one that is gone is DELETED there. */
export function deploymentEvent(target: Target, status: string, previousStatus?: string): Event {
  const { type, environmentName = '', serviceName = '', instanceName = '', componentName = '' } = target;
  const names: Record<Target['type'], Record<string, string>> = {
    ENVIRONMENT: { name: environmentName },
    SERVICE_INSTANCE: { name: instanceName, serviceName },
    SERVICE_PIPELINE: { serviceName },
    COMPONENT: { name: componentName },
  };
  return statusChanged({
    type: types[type],
    arn: target.arn,
    detail: names[type],
    status: status === 'DELETE_COMPLETE' ? 'DELETED' : status,
    previousStatus,
  });
}
