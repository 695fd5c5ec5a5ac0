import type { CreateServiceInput, CreateServiceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { requestHash } from '../../api/request-hash.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { keyOf } from '../deployments/names.ts';
import { useWrites } from '../deployments/uses.ts';
import { conflict, idempotentParameterMismatch, invalid } from '../errors.ts';
import { checkQuota } from '../quota.ts';
import type { Place } from '../place.ts';
import { readServiceSpec, type ServiceSpec } from '../specs/spec.ts';
import { putSpec } from '../specs/stored-spec.ts';
import { putTags } from '../tags/record.ts';
import { chooseVersion } from '../template-versions/choose-version.ts';
import type { VersionRecord } from '../template-versions/record.ts';
import { checkSpec } from './check-spec.ts';
import { serviceEvent } from './event.ts';
import { startService } from './machine.ts';
import { type NewParts, plannedParts } from './planned-parts.ts';
import { getService, serviceArn, serviceItem, type ServiceRecord, servicesPartition } from './record.ts';
import { serviceView } from './view.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to deploy a new service: its instances, then its pipeline. The same request again gives the same service, as long as nothing changed it.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateService.html
 */
export async function createService(
  input: CreateServiceInput,
  ports: Needs,
  caller: Caller,
): Promise<CreateServiceOutput> {
  const { store } = ports;
  const place = { account: caller.account, region: caller.region };
  const before = (await getService(store, place, input.name ?? ''))?.value;
  if (before) return { service: await serviceView(again(before, input), store) };
  const version = await chooseVersion(store, {
    ...place,
    kind: 'service',
    templateName: input.templateName ?? '',
    major: input.templateMajorVersion ?? '',
    minor: input.templateMinorVersion,
  });
  checkRepository(input, version);
  const spec = readServiceSpec(input.spec ?? '');
  await checkSpec(spec, version, { objects: ports.objects });
  await checkQuota(store, 'services', { partition: servicesPartition(place) });
  const service = await begun(input, { version, spec }, { ...ports, place });
  return { service: await serviceView(service, store) };
}

function again(before: ServiceRecord, input: CreateServiceInput): ServiceRecord {
  if (before.request !== requestHash(input)) throw idempotentParameterMismatch();
  if (before.isModified)
    throw conflict(`The service ${before.name} exists and was changed since this request made it.`);
  return before;
}

const repository = ['repositoryId', 'branchName', 'repositoryConnectionArn'] as const;

function checkRepository(input: CreateServiceInput, { parts, templateName }: VersionRecord): void {
  const given = repository.filter((name) => input[name] !== undefined);
  if (parts?.pipeline && given.length < repository.length)
    throw invalid(`The service template ${templateName} has a pipeline: ${repository.join(', ')} are needed.`);
  if (!parts?.pipeline && given.length > 0)
    throw invalid(`The service template ${templateName} has no pipeline: ${given.join(', ')} must not be given.`);
}

async function begun(
  input: CreateServiceInput,
  { version, spec }: { version: VersionRecord; spec: ServiceSpec },
  { place, ...ports }: Needs & { place: Place },
): Promise<ServiceRecord> {
  const { store, ids, clock, events } = ports;
  const specId = ids.uuid();
  const now = clock.now();
  const parts = await plannedParts(spec.instances, {
    ...ports,
    ...place,
    version,
    specId,
    serviceName: input.name ?? '',
  });
  const service = newService(input, { place, version, specId, now, parts, id: ids.uuid(), operationId: ids.uuid() });
  const all = [...parts.instances, ...(parts.pipeline ? [parts.pipeline] : [])];
  const arn = serviceArn(place, service.name);
  const kept = store.write([
    { put: serviceItem(service), expect: 0 },
    putSpec(specId, input.spec ?? ''),
    ...all.map((part): Write => ({ put: { ...keyOf(part), value: part }, expect: 0 })),
    ...(await useWrites(
      store,
      all.map((after) => ({ after })),
    )),
    ...putTags(arn, input.tags ?? []),
  ]);
  await startService(ports, service, kept);
  await events.publish(() => [serviceEvent(service, undefined)]);
  return service;
}

function newService(
  input: CreateServiceInput,
  of: {
    place: Place;
    version: VersionRecord;
    specId: string;
    now: number;
    parts: NewParts;
    id: string;
    operationId: string;
  },
): ServiceRecord {
  const { place, version, specId, now, parts, id, operationId } = of;
  const { name = '', description, branchName, repositoryId, repositoryConnectionArn } = input;
  return {
    ...place,
    id,
    name,
    ...(description !== undefined && { description }),
    templateName: version.templateName,
    status: 'CREATE_IN_PROGRESS',
    ...(branchName !== undefined && { branchName }),
    ...(repositoryId !== undefined && { repositoryId }),
    ...(repositoryConnectionArn !== undefined && { repositoryConnectionArn }),
    hasPipeline: parts.pipeline !== undefined,
    major: version.major,
    minor: version.minor,
    specId,
    operation: { id: operationId, type: 'create', dropped: {}, ...parts.planned },
    told: 0,
    heard: 0,
    createdAt: now,
    lastModifiedAt: now,
    request: requestHash(input),
    isModified: false,
  };
}
