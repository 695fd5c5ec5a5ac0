import type { ProvisionedOutput } from '../../ports/provisioner.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { attachedComponent } from '../components/attached.ts';
import { sourceOf } from '../components/source.ts';
import { environmentKey, instanceKey } from '../deployments/names.ts';
import { type Deployable, type Goal, outputsOf } from '../deployments/record.ts';
import { versionSchema } from '../schemas/version-schema.ts';
import { withDefaults } from '../schemas/with-defaults.ts';
import { instanceNamed, readEnvironmentSpec, readServiceSpec } from '../specs/spec.ts';
import { storedSpec } from '../specs/stored-spec.ts';
import { getService } from '../services/record.ts';
import type { EnvironmentRecord } from '../environments/record.ts';
import type { Mapping } from '../yaml.ts';

/** `spec` is the goal's text where it is not written yet. */
type Needs = Pick<Ports, 'store' | 'objects'> & { spec?: string };

/**
 * The variables of a resource's templates, which are also what CodeBuild finds as its input.
 * Source: https://docs.aws.amazon.com/proton/latest/userguide/parameters.html
 */
export function contextOf(resource: Deployable, goal: Goal, ports: Needs): Promise<Mapping> {
  if (resource.type === 'COMPONENT') return ofComponent(resource, goal, ports);
  if (resource.type === 'ENVIRONMENT') return ofEnvironment(resource, goal, ports);
  return resource.type === 'SERVICE_INSTANCE' ? ofInstance(resource, goal, ports) : ofPipeline(resource, goal, ports);
}

async function ofEnvironment(resource: Deployable, goal: Goal, ports: Needs): Promise<Mapping> {
  const { schema } = await versionSchema(goal.versionId, 'environment', ports.objects);
  const inputs = readEnvironmentSpec(await specOf(goal, ports));
  return { environment: { name: resource.environmentName ?? '', inputs: withDefaults(inputs, schema.main, schema) } };
}

async function ofInstance(resource: Deployable, goal: Goal, ports: Needs): Promise<Mapping> {
  const { store, objects } = ports;
  const { schema } = await versionSchema(goal.versionId, 'service', objects);
  const spec = readServiceSpec(await specOf(goal, ports));
  const { instanceName = '', environmentName = '' } = resource;
  const inputs = instanceNamed(spec, instanceName)?.inputs ?? {};
  return {
    environment: await environmentOf(resource, environmentName, store),
    service: await serviceOf(resource, store),
    service_instance: {
      name: instanceName,
      inputs: withDefaults(inputs, schema.main, schema),
      components: { default: await componentOf(resource, store) },
    },
  };
}

/** A component that is attached sees the inputs that its own spec has for the instance. */
async function ofComponent(resource: Deployable, goal: Goal, { store, objects }: Needs): Promise<Mapping> {
  const { environmentName = '', componentName = '' } = resource;
  const own = {
    component: { name: componentName },
    environment: await environmentOf(resource, environmentName, store),
  };
  if (!goal.attachedTo) return own;
  const { serviceName, instanceName: name } = goal.attachedTo;
  const instance = (await store.get<Deployable>(instanceKey(resource, serviceName, name)))?.value;
  if (!instance) return own;
  const { schema } = await versionSchema(instance.current.versionId, 'service', objects);
  const { serviceSpec } = await sourceOf(store, goal.specId);
  const spec = readServiceSpec(serviceSpec ?? (await storedSpec(store, instance.current.specId)));
  const inputs = withDefaults(instanceNamed(spec, name)?.inputs ?? {}, schema.main, schema);
  return { ...own, service: await serviceOf(instance, store), service_instance: { name, inputs } };
}

/** What an instance sees of the component that is attached to it. */
async function componentOf(instance: Deployable, store: Store): Promise<Mapping> {
  const component = await attachedComponent(store, instance, instance);
  if (!component) return { outputs: {} };
  return { name: component.componentName, outputs: asMapping(await outputsOf(store, component)) };
}

async function ofPipeline(resource: Deployable, goal: Goal, ports: Needs): Promise<Mapping> {
  const { store, objects } = ports;
  const { schema } = await versionSchema(goal.versionId, 'service', objects);
  const spec = readServiceSpec(await specOf(goal, ports));
  const instances = [];
  for (const { name, environment } of spec.instances) {
    const key = instanceKey(resource, resource.serviceName ?? '', name);
    const instance = (await store.get<Deployable>(key))?.value;
    if (!instance) continue;
    const deployed = readServiceSpec(await storedSpec(store, instance.current.specId));
    const { schema: ofVersion } = await versionSchema(instance.current.versionId, 'service', objects);
    instances.push({
      name,
      inputs: withDefaults(instanceNamed(deployed, name)?.inputs ?? {}, ofVersion.main, ofVersion),
      outputs: asMapping(await outputsOf(store, instance)),
      environment: await environmentOf(resource, environment, store),
    });
  }
  const inputs = withDefaults(spec.pipeline ?? {}, schema.pipeline ?? schema.main, schema);
  return { service: await serviceOf(resource, store), pipeline: { inputs }, service_instances: instances };
}

const specOf = async ({ specId }: Goal, { spec, store }: Needs): Promise<string> => spec ?? storedSpec(store, specId);

async function environmentOf(place: Deployable, name: string, store: Store): Promise<Mapping> {
  const environment = (await store.get<EnvironmentRecord>(environmentKey(place, name)))?.value;
  const outputs = environment ? asMapping(await outputsOf(store, environment)) : {};
  return { name, account_id: environment?.environmentAccountId ?? place.account, outputs };
}

async function serviceOf(place: Deployable, store: Store): Promise<Mapping> {
  const { serviceName = '' } = place;
  const service = (await getService(store, place, serviceName))?.value;
  const { branchName, repositoryId, repositoryConnectionArn } = service ?? {};
  return {
    name: serviceName,
    ...(branchName !== undefined && { branch_name: branchName }),
    ...(repositoryId !== undefined && { repository_id: repositoryId }),
    ...(repositoryConnectionArn !== undefined && { repository_connection_arn: repositoryConnectionArn }),
  };
}

const asMapping = (outputs: ProvisionedOutput[]): Mapping =>
  Object.fromEntries(outputs.map(({ key, valueString }) => [key, valueString]));
