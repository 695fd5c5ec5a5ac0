import type { UpdateServiceInput, UpdateServiceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { keyOf } from '../deployments/names.ts';
import { useWrites } from '../deployments/uses.ts';
import { withCurrentValues } from '../specs/current-values.ts';
import { manualChange } from '../service-syncs/manual-change.ts';
import { putSpec, storedSpec } from '../specs/stored-spec.ts';
import { checkAtRest } from './busy.ts';
import { serviceEvent } from './event.ts';
import { startService } from './machine.ts';
import { requireService, serviceItem, type ServiceRecord } from './record.ts';
import { type SpecChange, specChange } from './spec-change.ts';
import { serviceView } from './view.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Adds instances to a service and drops others, as a new spec has them; a description alone changes nothing else.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateService.html
 */
export async function updateService(
  input: UpdateServiceInput,
  ports: Needs,
  { account, region }: Caller,
): Promise<UpdateServiceOutput> {
  const { store, clock } = ports;
  const { name = '', description, spec } = input;
  const found = await requireService(store, { account, region }, name);
  checkAtRest(found.value);
  const described: ServiceRecord = {
    ...found.value,
    ...(description !== undefined && { description }),
    lastModifiedAt: clock.now(),
    isModified: true,
  };
  const service =
    spec === undefined ? await noted(found, described, ports) : await edited(found, described, { ...ports, spec });
  return { service: await serviceView(service, store) };
}

async function noted(
  { version }: Stored<ServiceRecord>,
  service: ServiceRecord,
  { store }: Needs,
): Promise<ServiceRecord> {
  await store.write([{ put: serviceItem(service), expect: version }]);
  return service;
}

async function edited(
  found: Stored<ServiceRecord>,
  described: ServiceRecord,
  { spec, ...ports }: Needs & { spec: string },
): Promise<ServiceRecord> {
  const { store, ids, events } = ports;
  const { specId: previousSpecId } = described;
  const text = withCurrentValues(spec, await storedSpec(store, previousSpecId));
  const specId = ids.uuid();
  const change = await specChange(described, { text, specId }, ports);
  const service: ServiceRecord = {
    ...described,
    status: 'UPDATE_IN_PROGRESS',
    specId,
    operation: { id: ids.uuid(), type: 'update', previousSpecId, ...change.planned },
  };
  delete service.statusMessage;
  const kept = store.write([
    { put: serviceItem(service), expect: found.version },
    putSpec(specId, text),
    ...(await writesOf(change, store)),
    ...(await byHand(service, change, ports)),
  ]);
  await startService(ports, service, kept);
  await events.publish(() => [serviceEvent(service, found.value.status)]);
  return service;
}

const byHand = ({ account, region, name }: ServiceRecord, { added, leaving }: SpecChange, ports: Needs) =>
  manualChange(
    { account, region, serviceName: name },
    {
      operation: 'UpdateService',
      changed: added.map(({ instanceName }) => instanceName),
      dropped: leaving.map(({ value }) => value.instanceName),
    },
    ports,
  );

/** New instances are there, those to go are going, the pipeline waits for its deployment. */
async function writesOf({ added, leaving, pipeline }: SpecChange, store: Ports['store']): Promise<Write[]> {
  const uses = await useWrites(
    store,
    added.map((after) => ({ after })),
  );
  return [
    ...added.map((value): Write => ({ put: { ...keyOf(value), value }, expect: 0 })),
    ...leaving.map(({ value, version }): Write => ({
      put: { ...keyOf(value), value: { ...value, status: 'DELETE_IN_PROGRESS' } },
      expect: version,
    })),
    ...(pipeline
      ? [
          {
            put: { ...keyOf(pipeline.value), value: { ...pipeline.value, status: 'IN_PROGRESS' } },
            expect: pipeline.version,
          },
        ]
      : []),
    ...uses,
  ];
}
