import type { CreateComponentInput, CreateComponentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { type ClientToken, clientTokenOf } from '../client-token.ts';
import { type Beginning, deploying, newDeployment, startDeployment } from '../deployments/begin.ts';
import { deploymentEvent } from '../deployments/event.ts';
import { componentKey, componentsPartition, deployableArn, stackName } from '../deployments/names.ts';
import type { Attachment, Goal } from '../deployments/record.ts';
import { useWrites } from '../deployments/uses.ts';
import { requireEnvironment } from '../environments/record.ts';
import { conflict, invalid } from '../errors.ts';
import { checkQuota } from '../quota.ts';
import type { Place } from '../place.ts';
import { putSpec } from '../specs/stored-spec.ts';
import { putTags } from '../tags/record.ts';
import { attachable, attachmentIn } from './attachment.ts';
import { componentGoal } from './goal.ts';
import { checkedPlan } from './plan.ts';
import { type ComponentRecord, componentView, getComponent } from './record.ts';
import { checkedEngine, type ComponentSource } from './source.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to deploy a component: of an environment, or attached to an instance, whose environment it is in then.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateComponent.html
 */
export async function createComponent(
  input: CreateComponentInput,
  ports: Needs,
  caller: Caller,
): Promise<CreateComponentOutput> {
  const { store } = ports;
  const place = { account: caller.account, region: caller.region };
  const token = await clientTokenOf('create-component', input, { ...ports, caller });
  const made = token.made && (await store.get<ComponentRecord>(token.made));
  if (made) return { component: await componentView(made.value, store) };
  const { name = '' } = input;
  if (await getComponent(store, place, name)) throw conflict(`The component ${name} exists already.`);
  await checkQuota(store, 'components', { partition: componentsPartition(place) });
  const component = await deployed(input, { ...ports, place, token });
  return { component: await componentView(component, store) };
}

async function deployed(
  input: CreateComponentInput,
  { place, token, ...ports }: Needs & { place: Place; token: ClientToken },
): Promise<ComponentRecord> {
  const { store, ids, clock } = ports;
  const { name = '', manifest = '', templateFile = '', serviceSpec, tags = [] } = input;
  const source: ComponentSource = { manifest, templateFile, ...(serviceSpec !== undefined && { serviceSpec }) };
  const engine = checkedEngine(source);
  const { environmentName, attachedTo, seen } = await placeFor(input, { ...ports, place });
  const environment = (await requireEnvironment(store, place, environmentName)).value;
  if (environment.lastSucceededDeploymentId === undefined || environment.status === 'DELETE_IN_PROGRESS')
    throw conflict(
      `The environment ${environmentName} is ${environment.status}: components need one that was deployed.`,
    );
  const plan = await checkedPlan(store, environment, engine);
  const goal = componentGoal(ids.uuid(), engine, attachedTo);
  const now = clock.now();
  const beginning: Beginning = { id: ids.uuid(), action: 'create', goal, plan, now };
  const of = { place, environmentName, goal, id: ids.uuid(), now };
  const component = deploying(newComponent(input, of), beginning);
  const key = componentKey(place, name);
  const arn = deployableArn(component);
  const kept = store.write([
    { put: { ...key, value: component }, expect: 0 },
    ...newDeployment(component, beginning),
    putSpec(goal.specId, JSON.stringify(source)),
    ...(await useWrites(store, [{ after: component }], seen)),
    ...token.keep(key),
    ...putTags(arn, tags),
  ]);
  await startDeployment(ports, beginning.id, kept);
  await ports.events.publish(() => [deploymentEvent({ ...component, ...key, arn }, 'IN_PROGRESS')]);
  return component;
}

/** Where a new component is to be, and what that was seen by. */
async function placeFor(
  input: CreateComponentInput,
  { place, ...ports }: Needs & { place: Place },
): Promise<{ environmentName: string; attachedTo?: Attachment; seen: Stored<object>[] }> {
  const { name = '', environmentName, serviceSpec } = input;
  const attachedTo = attachmentIn(input);
  if (attachedTo === undefined || attachedTo === 'none') {
    if (serviceSpec !== undefined) throw invalid('serviceSpec is for a component that is attached to an instance.');
    if (environmentName === undefined)
      throw invalid('A component needs an environmentName, or serviceName and serviceInstanceName.');
    return { environmentName, seen: [] };
  }
  const found = await attachable(attachedTo, { name, serviceSpec, place, ...ports });
  const instance = found.value;
  if (environmentName !== undefined && environmentName !== instance.environmentName)
    throw invalid(`The service instance ${instance.instanceName} is in the environment ${instance.environmentName}.`);
  return { environmentName: instance.environmentName, attachedTo, seen: [found] };
}

interface New {
  place: Place;
  environmentName: string;
  goal: Goal;
  id: string;
  now: number;
}

function newComponent(input: CreateComponentInput, { place, environmentName, goal, id, now }: New): ComponentRecord {
  const { name = '', description, clientToken } = input;
  const named = { ...place, type: 'COMPONENT', environmentName, componentName: name } as const;
  return {
    ...named,
    id,
    ...(description !== undefined && { description }),
    ...(clientToken !== undefined && { lastClientRequestToken: clientToken }),
    stackName: stackName(named, id, 'cloudformation.yaml'),
    createdAt: now,
    lastModifiedAt: now,
    status: 'IN_PROGRESS',
    current: goal,
    lastAttemptedAt: now,
    lastSucceededAt: now,
    lastAttemptedDeploymentId: '',
  };
}
