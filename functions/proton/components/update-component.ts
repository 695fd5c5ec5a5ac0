import type { UpdateComponentInput, UpdateComponentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { clientTokenOf } from '../client-token.ts';
import { componentKey } from '../deployments/names.ts';
import type { Attachment } from '../deployments/record.ts';
import { update } from '../deployments/update.ts';
import { requireEnvironment } from '../environments/record.ts';
import { conflict, invalid } from '../errors.ts';
import { attachable, attachmentIn, instanceAtRest } from './attachment.ts';
import { componentGoal } from './goal.ts';
import { checkedPlan } from './plan.ts';
import { type ComponentRecord, componentView, requireComponent } from './record.ts';
import { checkedEngine, type ComponentSource, sourceOf } from './source.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to deploy a component again, attached to an instance, or to none any more; with NONE only its description changes.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateComponent.html
 */
export async function updateComponent(
  input: UpdateComponentInput,
  ports: Needs,
  caller: Caller,
): Promise<UpdateComponentOutput> {
  const { store, clock } = ports;
  const found = await requireComponent(store, caller, input.name ?? '');
  const token = await clientTokenOf('update-component', input, { ...ports, caller });
  if (token.made) return { component: await componentView(found.value, store) };
  const { status, componentName } = found.value;
  if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status))
    throw conflict(`The component ${componentName} is ${status} and cannot be updated.`);
  const { description, clientToken } = input;
  const changed: ComponentRecord = {
    ...found.value,
    ...(description !== undefined && { description }),
    ...(clientToken !== undefined && { lastClientRequestToken: clientToken }),
    lastModifiedAt: clock.now(),
  };
  const together = token.keep(componentKey(changed, componentName));
  const component =
    input.deploymentType === 'NONE'
      ? await noted(found, changed, { input, together, store })
      : await deployed(found, changed, { ...ports, input, together });
  return { component: await componentView(component, store) };
}

async function noted(
  { version }: Stored<ComponentRecord>,
  changed: ComponentRecord,
  { input, together, store }: { input: UpdateComponentInput; together: Write[] } & Pick<Ports, 'store'>,
): Promise<ComponentRecord> {
  const { serviceName, serviceInstanceName, serviceSpec, templateFile } = input;
  if ([serviceName, serviceInstanceName, serviceSpec, templateFile].some((one) => one !== undefined))
    throw invalid('deploymentType NONE deploys nothing: it takes a description only.');
  const put = { ...componentKey(changed, changed.componentName), value: changed };
  await store.write([{ put, expect: version }, ...together]);
  return changed;
}

async function deployed(
  found: Stored<ComponentRecord>,
  changed: ComponentRecord,
  { input, together, ...ports }: Needs & { input: UpdateComponentInput; together: Write[] },
): Promise<ComponentRecord> {
  const { store, ids } = ports;
  const { componentName: name, environmentName, current } = changed;
  const before = await sourceOf(store, current.specId);
  const attachedTo = attachmentAfter(input, current.attachedTo);
  const source = sourceAfter(input, before, attachedTo);
  const engine = checkedEngine(source);
  const environment = (await requireEnvironment(store, changed, environmentName)).value;
  const place = { account: changed.account, region: changed.region };
  const seen: Stored<object>[] = [];
  if (attachedTo) {
    const found = await attachable(attachedTo, { ...ports, name, serviceSpec: source.serviceSpec, place });
    const instance = found.value;
    if (instance.environmentName !== environmentName)
      throw invalid(`The service instance ${instance.instanceName} is in the environment ${instance.environmentName}.`);
    seen.push(found);
  } else if (current.attachedTo) seen.push(await instanceAtRest(current.attachedTo, { store, place }));
  const plan = await checkedPlan(store, environment, engine);
  const goal = componentGoal(ids.uuid(), engine, attachedTo);
  return update(found, changed, { ...ports, goal, plan, together, seen, spec: JSON.stringify(source) });
}

/** What is attached stays so, or is detached: it does not move from one instance to another at once. */
function attachmentAfter(input: UpdateComponentInput, before: Attachment | undefined): Attachment | undefined {
  const wanted = attachmentIn(input);
  if (wanted === 'none') return undefined;
  const isOther =
    wanted && before && (wanted.serviceName !== before.serviceName || wanted.instanceName !== before.instanceName);
  if (isOther)
    throw invalid(
      `The component is attached to ${before.instanceName} of ${before.serviceName}: detach it first, with empty names.`,
    );
  return wanted ?? before;
}

function sourceAfter(
  { templateFile, serviceSpec }: UpdateComponentInput,
  before: ComponentSource,
  attachedTo: Attachment | undefined,
): ComponentSource {
  if (!attachedTo && serviceSpec !== undefined)
    throw invalid('serviceSpec is for a component that is attached to an instance.');
  const source: ComponentSource = {
    ...before,
    ...(templateFile !== undefined && { templateFile }),
    ...(serviceSpec !== undefined && { serviceSpec }),
  };
  if (!attachedTo) delete source.serviceSpec;
  return source;
}
