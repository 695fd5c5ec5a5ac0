import { requestHash } from '../../api/request-hash.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored } from '../../ports/store.ts';
import { busy } from '../deployments/record.ts';
import { conflict, invalid, serviceQuotaExceeded } from '../errors.ts';
import { examined } from '../faults.ts';
import { type InstanceRecord, instancesOf } from '../service-instances/record.ts';
import type { PipelineRecord } from '../service-pipelines/record.ts';
import {
  checkedServiceSpec,
  instanceNamed,
  type InstanceSpec,
  mostInstances,
  readServiceSpec,
  type ServiceSpec,
} from '../specs/spec.ts';
import { storedSpec } from '../specs/stored-spec.ts';
import { chooseVersion } from '../template-versions/choose-version.ts';
import { getMajor, type VersionRecord } from '../template-versions/record.ts';
import { type Mapping, plain } from '../yaml.ts';
import { checkDetached, pipelineAtRest } from './busy.ts';
import { checkSpec } from './check-spec.ts';
import { deletionPlan } from './deletion-plan.ts';
import { plannedParts } from './planned-parts.ts';
import { pipelinePlan } from './plans.ts';
import type { Operation, Planned, ServiceRecord } from './record.ts';

/** What a new spec makes of a service. */
export interface SpecChange {
  added: InstanceRecord[];
  leaving: Stored<InstanceRecord>[];
  pipeline: Stored<PipelineRecord> | undefined;
  planned: Pick<Operation, 'created' | 'dropped' | 'pipeline'>;
}

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids'>;

/** Throws where the spec changes more than which instances there are, or an instance cannot be made or dropped now. */
export async function specChange(
  service: ServiceRecord,
  { text, specId }: { text: string; specId: string },
  ports: Needs,
): Promise<SpecChange> {
  const { store } = ports;
  const spec = specIn(text);
  const existing = await instancesOf(store, service, service.name);
  const names = new Set(existing.map(({ value }) => value.instanceName));
  const fresh = spec.instances.filter(({ name }) => !names.has(name));
  const leaving = existing.filter(({ value }) => !instanceNamed(spec, value.instanceName));
  if (existing.length + fresh.length > mostInstances)
    throw serviceQuotaExceeded('instances of a service', mostInstances);
  const pipeline = await pipelineAtRest(store, service);
  await checkUnchanged(spec, { service, existing, pipeline }, store);
  const version = await versionFor(service, store);
  await checkSpec(spec, version, { objects: ports.objects, instances: new Set(fresh.map(({ name }) => name)) });
  const of = {
    ...ports,
    account: service.account,
    region: service.region,
    serviceName: service.name,
    version,
    specId,
    hasPipeline: false,
  };
  const { instances: added, planned } = await plannedParts(fresh, of);
  const dropped = await droppedOf(leaving, ports);
  const ofPipeline = pipeline && (await planOfPipeline(pipeline.value, ports));
  return { added, leaving, pipeline, planned: { ...planned, dropped, ...(ofPipeline && { pipeline: ofPipeline }) } };
}

/** Too many instances are a matter of the quota here, whatever else is wrong with the spec. */
function specIn(text: string): ServiceSpec {
  const { value: spec } = examined(checkedServiceSpec(text));
  if (spec && spec.instances.length > mostInstances)
    throw serviceQuotaExceeded('instances of a service', mostInstances);
  return readServiceSpec(text);
}

async function planOfPipeline(pipeline: PipelineRecord, { store, ids }: Needs): Promise<Planned> {
  const plan = await pipelinePlan(store, pipeline, pipeline.current.engine);
  return { deploymentId: ids.uuid(), plan, status: pipeline.status };
}

async function droppedOf(leaving: Stored<InstanceRecord>[], ports: Needs): Promise<Record<string, Planned>> {
  const dropped: Record<string, Planned> = {};
  for (const { value } of leaving) {
    if (busy.has(value.status))
      throw conflict(`The service instance ${value.instanceName} is ${value.status} and cannot be dropped.`);
    await checkDetached(value, ports.store);
    dropped[value.instanceName] = await deletionPlan(value, ports);
  }
  return dropped;
}

/** Instances that stay, and the pipeline, must be what they are: as the service's spec has them, or as they were deployed last. */
async function checkUnchanged(
  spec: ServiceSpec,
  of: { service: ServiceRecord; existing: Stored<InstanceRecord>[]; pipeline: Stored<PipelineRecord> | undefined },
  store: Store,
): Promise<void> {
  const before = readServiceSpec(await storedSpec(store, of.service.specId));
  for (const { value } of of.existing) {
    const now = instanceNamed(spec, value.instanceName);
    if (!now) continue;
    const deployed = readServiceSpec(await storedSpec(store, value.current.specId));
    const known = [before, deployed].map((one) => instanceNamed(one, value.instanceName));
    if (!known.some((one) => one && same(one, now)))
      throw invalid(
        `The spec changes the service instance ${value.instanceName}: UpdateService adds and drops instances only. Call UpdateServiceInstance.`,
      );
  }
  if (!of.pipeline) return;
  const deployed = readServiceSpec(await storedSpec(store, of.pipeline.value.current.specId));
  if (![before, deployed].some((one) => sameInputs(one.pipeline ?? {}, spec.pipeline ?? {})))
    throw invalid(
      'The spec changes the inputs of the pipeline: UpdateService adds and drops instances only. Call UpdateServicePipeline.',
    );
}

const same = (one: InstanceSpec, other: InstanceSpec): boolean =>
  one.environment === other.environment && sameInputs(one.inputs, other.inputs);

const sameInputs = (one: Mapping, other: Mapping): boolean =>
  requestHash({ inputs: plain(one) }) === requestHash({ inputs: plain(other) });

/** The version of new instances: the recommended minor of the service's major or, as long as none is, the one that the service was made with. */
export async function versionFor(
  { account, region, templateName, major, minor }: ServiceRecord,
  store: Store,
): Promise<VersionRecord> {
  const place = { account, region, kind: 'service' } as const;
  const recommended = (await getMajor(store, { ...place, name: templateName }, major))?.value.recommendedMinor;
  return chooseVersion(store, { ...place, templateName, major: String(major), minor: String(recommended ?? minor) });
}
