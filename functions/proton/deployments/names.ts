import { createHash } from 'node:crypto';
import type { Key } from '../../ports/store.ts';
import { arnOf, partitionOf, type Place } from '../place.ts';
import type { Deployable } from './record.ts';

/** What names a resource that is deployed. */
type Named = Place & Pick<Deployable, 'type' | 'environmentName' | 'serviceName' | 'instanceName' | 'componentName'>;

export const environmentKey = (place: Place, name: string): Key => ({
  partition: partitionOf('environment', place),
  sort: name,
});

/** The partition of all service instances, by service and name. */
export const instancesPartition = (place: Place): string => partitionOf('service-instance', place);

export const instanceKey = (place: Place, service: string, name: string): Key => ({
  partition: instancesPartition(place),
  sort: `${service}#${name}`,
});

/** The partition of all pipelines, by service. */
export const pipelinesPartition = (place: Place): string => partitionOf('service-pipeline', place);

export const pipelineKey = (place: Place, service: string): Key => ({
  partition: pipelinesPartition(place),
  sort: service,
});

/** The partition of all components, by name. */
export const componentsPartition = (place: Place): string => partitionOf('component', place);

export const componentKey = (place: Place, name: string): Key => ({
  partition: componentsPartition(place),
  sort: name,
});

/** The key of its record. */
export function keyOf(one: Named): Key {
  const { type, environmentName = '', serviceName = '', instanceName = '', componentName = '' } = one;
  if (type === 'COMPONENT') return componentKey(one, componentName);
  if (type === 'ENVIRONMENT') return environmentKey(one, environmentName);
  return type === 'SERVICE_INSTANCE' ? instanceKey(one, serviceName, instanceName) : pipelineKey(one, serviceName);
}

/** Its ARN. */
export function deployableArn(one: Named): string {
  const { type, environmentName = '', serviceName = '', instanceName = '', componentName = '' } = one;
  if (type === 'COMPONENT') return arnOf(one, `component/${componentName}`);
  if (type === 'ENVIRONMENT') return arnOf(one, `environment/${environmentName}`);
  const service = `service/${serviceName}`;
  return arnOf(
    one,
    type === 'SERVICE_INSTANCE' ? `${service}/service-instance/${instanceName}` : `${service}/pipeline`,
  );
}

/**
 * The name of its stack, as Proton names them: `AWSProton-name-instance-file-` and 15 letters, which are its own.
 * `file` is the template's; roles allow stacks that begin so.
 */
export function stackName(one: Named, id: string, file: string): string {
  const { type, environmentName = '', serviceName = '', instanceName = 'pipeline', componentName } = one;
  const ofService = type === 'ENVIRONMENT' ? [environmentName] : [serviceName, instanceName];
  const names = componentName === undefined ? ofService : [componentName];
  const parts = [...names, file].map((part) => part.slice(0, 15).replace(/[^0-9A-Za-z-]/g, '-'));
  return `AWSProton-${parts.join('-')}-${letters(id)}`;
}

const letters = (id: string): string =>
  [...createHash('sha256').update(id).digest().subarray(0, 15)]
    .map((byte) => String.fromCharCode(65 + (byte % 26)))
    .join('');
