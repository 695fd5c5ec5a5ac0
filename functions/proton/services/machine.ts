import type { Ports } from '../../ports/ports.ts';
import type { ServiceRecord } from './record.ts';

/** Starts the machine of a service's operation, named after it; `kept` is the write of its record where that is under way. */
export async function startService(
  { workflows }: Pick<Ports, 'workflows'>,
  { account, region, name, operation }: ServiceRecord,
  kept?: Promise<void>,
): Promise<void> {
  if (!operation) return;
  const service = { account, region, name, operationId: operation.id };
  await workflows.start('proton-service', operation.id, { service, status: 'InProgress', wait: 0 }, kept);
}
