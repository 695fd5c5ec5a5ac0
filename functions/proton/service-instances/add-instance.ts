import type { CreateServiceInstanceInput } from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { type Beginning, newDeployment, startDeployment } from '../deployments/begin.ts';
import { deploymentEvent } from '../deployments/event.ts';
import { deployableArn, keyOf } from '../deployments/names.ts';
import { useWrites } from '../deployments/uses.ts';
import { conflict, invalid } from '../errors.ts';
import type { Place } from '../place.ts';
import { checkAtRest } from '../services/busy.ts';
import { checkSpec } from '../services/check-spec.ts';
import { plannedParts } from '../services/planned-parts.ts';
import { requireService, serviceItem, type ServiceRecord } from '../services/record.ts';
import { versionFor } from '../services/spec-change.ts';
import { mostInstances } from '../specs/spec.ts';
import { putTags } from '../tags/record.ts';
import { chooseVersion } from '../template-versions/choose-version.ts';
import type { VersionRecord } from '../template-versions/record.ts';
import { addedSpec } from './added-spec.ts';
import { type InstanceRecord, instancesOf } from './record.ts';

interface Needs extends Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'> {
  /** What is written along with it. */
  together: Write[];
}

/** Begins to deploy one more instance of a service, whose spec has it from then on. */
export async function addInstance(
  input: CreateServiceInstanceInput,
  { place, ...ports }: Needs & { place: Place },
): Promise<InstanceRecord> {
  const { serviceName = '', name = '' } = input;
  const service = await requireService(ports.store, place, serviceName);
  checkAtRest(service.value);
  const others = (await instancesOf(ports.store, place, serviceName)).map(({ value }) => value.instanceName);
  if (others.includes(name)) throw conflict(`The service ${serviceName} has an instance ${name} already.`);
  if (others.length >= mostInstances)
    throw invalid(`The service ${serviceName} has ${mostInstances} instances, which is the most that it can have.`);
  return deployed(input, { ...ports, service, others });
}

interface With extends Needs {
  service: Stored<ServiceRecord>;
  others: string[];
}

async function deployed(input: CreateServiceInstanceInput, of: With): Promise<InstanceRecord> {
  const { store, clock, service } = of;
  const { name = '', tags = [] } = input;
  const { spec, own, ...specs } = await addedSpec(input, service.value, of);
  const version = await versionOf(input, service.value, store);
  await checkSpec(spec, version, { objects: of.objects, instances: new Set([name]) });
  const { instances, planned } = await plannedParts([own], {
    ...of,
    ...placeOf(service.value),
    serviceName: service.value.name,
    version,
    specId: specs.id,
    hasPipeline: false,
  });
  const [instance] = instances;
  const plan = planned.created[name];
  if (!instance || !plan) throw new Error(`The instance ${name} was not planned.`);
  const now = clock.now();
  const beginning = { id: plan.deploymentId, action: 'create', goal: instance.current, plan: plan.plan, now } as const;
  const changed = { ...service.value, specId: specs.ofServiceId, isModified: true, lastModifiedAt: now };
  const { clientToken } = input;
  const made = { ...instance, ...(clientToken !== undefined && { lastClientRequestToken: clientToken }) };
  return begun(made, beginning, {
    ...of,
    together: [
      { put: serviceItem(changed), expect: service.version },
      ...specs.writes,
      ...putTags(deployableArn(instance), tags),
      ...of.together,
    ],
  });
}

async function begun(
  instance: InstanceRecord,
  beginning: Beginning,
  { together, ...ports }: Needs,
): Promise<InstanceRecord> {
  const { store, events } = ports;
  const key = keyOf(instance);
  const kept = store.write([
    { put: { ...key, value: instance }, expect: 0 },
    ...newDeployment(instance, beginning),
    ...(await useWrites(store, [{ after: instance }])),
    ...together,
  ]);
  await startDeployment(ports, beginning.id, kept);
  await events.publish(() => [deploymentEvent({ ...instance, ...key, arn: deployableArn(instance) }, 'IN_PROGRESS')]);
  return instance;
}

/** The version that is asked for; else that of instances which UpdateService adds. */
function versionOf(
  { templateMajorVersion, templateMinorVersion: minor }: CreateServiceInstanceInput,
  service: ServiceRecord,
  store: Ports['store'],
): Promise<VersionRecord> {
  if (templateMajorVersion === undefined && minor === undefined) return versionFor(service, store);
  const { templateName } = service;
  const major = templateMajorVersion ?? String(service.major);
  return chooseVersion(store, { ...placeOf(service), kind: 'service', templateName, major, minor });
}

const placeOf = ({ account, region }: ServiceRecord): Place => ({ account, region });
