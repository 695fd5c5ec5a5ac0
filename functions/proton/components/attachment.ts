import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored } from '../../ports/store.ts';
import { instanceKey } from '../deployments/names.ts';
import { type Attachment, busy } from '../deployments/record.ts';
import { conflict, invalid } from '../errors.ts';
import type { Place } from '../place.ts';
import { type InstanceRecord, requireInstance } from '../service-instances/record.ts';
import { checkStays } from '../services/busy.ts';
import { checkSpec } from '../services/check-spec.ts';
import { instanceNamed, readServiceSpec } from '../specs/spec.ts';
import { requireVersion } from '../template-versions/record.ts';
import { userOf } from '../uses.ts';
import { componentArn } from './record.ts';

/** How a request names an instance; both names are empty where it is to be none. */
interface Named {
  serviceName?: string | undefined;
  serviceInstanceName?: string | undefined;
}

/** The instance that a request names: undefined where it says nothing, `none` where it says that it is to be none. */
export function attachmentIn({ serviceName, serviceInstanceName }: Named): Attachment | 'none' | undefined {
  if (serviceName === undefined && serviceInstanceName === undefined) return undefined;
  if (serviceName === '' && serviceInstanceName === '') return 'none';
  if (!serviceName || !serviceInstanceName)
    throw invalid('serviceName and serviceInstanceName must be given together, or both be empty.');
  return { serviceName, instanceName: serviceInstanceName };
}

/** The instance that a component is attached to, or is to be. Throws ConflictException while that is deployed. */
export async function instanceAtRest(
  { serviceName, instanceName }: Attachment,
  { store, place }: { store: Store; place: Place },
): Promise<Stored<InstanceRecord>> {
  const found = await requireInstance(store, place, { service: serviceName, name: instanceName });
  const { status } = found.value;
  if (busy.has(status)) throw conflict(`The service instance ${instanceName} is ${status}.`);
  return found;
}

/**
 * The instance that a component is to be attached to. Throws where it is not there, busy, may be taken back yet, of a version that takes no components,
 * or has another one already; and where the spec that goes with it breaks the rules of the instance's version.
 */
export async function attachable(
  attachment: Attachment,
  { name, serviceSpec, place, ...ports }: Of,
): Promise<Stored<InstanceRecord>> {
  const { store } = ports;
  const { instanceName } = attachment;
  const found = await instanceAtRest(attachment, { store, place });
  const { value } = found;
  await checkStays(value, store);
  const { templateName, major, minor } = value.current;
  const at = { ...place, kind: 'service', templateName, major: String(major), minor: String(minor) } as const;
  const version = (await requireVersion(store, at)).value;
  if (!version.supportedComponentSources?.includes('DIRECTLY_DEFINED'))
    throw invalid(`Version ${major}.${minor} of service template ${templateName} does not take components.`);
  await checkAlone(value, componentArn(place, name), store);
  if (serviceSpec === undefined) return found;
  const spec = readServiceSpec(serviceSpec);
  if (!instanceNamed(spec, instanceName))
    throw invalid(`The spec is not valid: instances has no instance named ${instanceName}.`);
  await checkSpec(spec, version, { objects: ports.objects, instances: new Set([instanceName]) });
  return found;
}

interface Of extends Pick<Ports, 'store' | 'objects'> {
  name: string;
  serviceSpec: string | undefined;
  place: Place;
}

async function checkAlone(instance: InstanceRecord, arn: string, store: Store): Promise<void> {
  const { serviceName, instanceName } = instance;
  const other = await userOf(store, instanceKey(instance, serviceName, instanceName));
  if (other !== undefined && other !== arn)
    throw invalid(`The service instance ${instanceName} of ${serviceName} has a component already: ${other}.`);
}
