import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored, Write } from '../../ports/store.ts';
import { instanceKey, pipelineKey } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import type { InstanceRecord } from '../service-instances/record.ts';
import { getServiceSync } from '../service-syncs/record.ts';
import { syncRemoval } from '../service-syncs/removal.ts';
import { removeTags } from '../tags/record.ts';
import { serviceEvent } from './event.ts';
import type { Move } from './decide.ts';
import { type Operation, type Planned, serviceArn, type ServiceRecord, serviceItem, serviceKey } from './record.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'ids' | 'events'>;
type End = Extract<Move, { move: 'end' }>;

/** Takes back the instances that are new, where one of them failed: the service says so, and what was to go stays. */
export async function cleanUp({ value, version }: Stored<ServiceRecord>, ports: Needs): Promise<void> {
  const { store, ids } = ports;
  const operation = operationOf(value);
  const cleanup: Record<string, Planned> = {};
  for (const [name, { plan }] of Object.entries(operation.created)) cleanup[name] = { deploymentId: ids.uuid(), plan };
  const after: ServiceRecord = {
    ...value,
    status: 'UPDATE_FAILED_CLEANUP_IN_PROGRESS',
    operation: { ...operation, cleanup },
  };
  await store.write([put(after, version), ...(await restored(value, store))]);
  await ports.events.publish(() => [serviceEvent(after, value.status)]);
}

/** Writes what came of an operation. */
export async function endOperation(
  { value, version }: Stored<ServiceRecord>,
  { status, failed }: End,
  ports: Needs,
): Promise<void> {
  const { store, clock } = ports;
  const operation = operationOf(value);
  const isReverted = status.startsWith('UPDATE_FAILED_CLEANUP');
  const after: ServiceRecord = {
    ...value,
    status,
    lastModifiedAt: clock.now(),
    ...(isReverted && operation.previousSpecId !== undefined && { specId: operation.previousSpecId }),
    ...(failed.length > 0 && { statusMessage: messageOf(value, failed) }),
  };
  if (failed.length === 0) delete after.statusMessage;
  delete after.operation;
  const skipped = status === 'CREATE_FAILED' ? await skippedPipeline(value, failed, store) : [];
  await store.write([put(after, version), ...skipped]);
  await ports.events.publish(() => [serviceEvent(after, value.status)]);
}

/** Removes a service whose parts are all gone. */
export async function removeService({ value, version }: Stored<ServiceRecord>, ports: Needs): Promise<void> {
  const { store, events } = ports;
  const arn = serviceArn(value, value.name);
  const sync = await getServiceSync(store, value, { serviceName: value.name });
  await store.write([
    { remove: serviceKey(value, value.name), expect: version },
    ...(await removeTags(store, arn)),
    ...(sync ? await syncRemoval(sync, store) : []),
  ]);
  await events.publish(() => [serviceEvent(value, value.status, 'DELETED')]);
}

function operationOf({ name, operation }: ServiceRecord): Operation {
  if (!operation) throw new Error(`Service ${name} has no operation.`);
  return operation;
}

const put = (value: ServiceRecord, expect: number): Write => ({
  put: serviceItem(value),
  expect,
});

const arns = (service: ServiceRecord, names: string[]): string =>
  names.map((name) => `${serviceArn(service, service.name)}/service-instance/${name}`).join(', ');

function messageOf(service: ServiceRecord, failed: string[]): string {
  const isPipeline = failed[0] === 'pipeline' && service.operation?.created['pipeline'] === undefined;
  if (isPipeline) return 'The service pipeline failed to deploy; its deploymentStatusMessage says why.';
  return `Service Instance(s): [${arns(service, failed)}] failed; their deploymentStatusMessage says why.`;
}

/** A pipeline is not deployed where an instance failed. */
async function skippedPipeline(service: ServiceRecord, failed: string[], store: Store): Promise<Write[]> {
  const { pipeline } = operationOf(service);
  const key = pipelineKey(service, service.name);
  const found = pipeline && (await store.get<Deployable>(key));
  if (!found || found.value.status !== 'IN_PROGRESS') return [];
  const message = `Service Instance(s): [${arns(service, failed)}] failed to deploy - canceling pipeline deployment`;
  return [{ put: { ...key, value: { ...found.value, status: 'FAILED', message } }, expect: found.version }];
}

/** What was to be dropped, and the pipeline, are again what they were. */
async function restored(service: ServiceRecord, store: Store): Promise<Write[]> {
  const { dropped, pipeline } = operationOf(service);
  const parts = [
    ...Object.entries(dropped).map(([name, planned]) => [instanceKey(service, service.name, name), planned] as const),
    ...(pipeline ? [[pipelineKey(service, service.name), pipeline] as const] : []),
  ];
  const writes = parts.map(async ([key, { status }]): Promise<Write[]> => {
    const found = await store.get<InstanceRecord>(key);
    if (!found || status === undefined) return [];
    return [{ put: { ...key, value: { ...found.value, status } }, expect: found.version }];
  });
  return (await Promise.all(writes)).flat();
}
