import type { DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import { reconcileProton } from '../../../functions/proton/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import { usesAndWatches } from '../deployments/leftovers.ts';
import { brokenPromises, lateWakeUps } from '../deployments/promises.ts';
import { deployableRecords, deploymentsIn } from '../deployments/records.ts';
import {
  cancelInstance,
  create,
  createApp,
  remove,
  removeApp,
  serviceSpec,
  update,
  updateApp,
  updateInstance,
} from '../deployments/requests.ts';
import { endings, helped } from '../deployments/scenario.ts';
import { newStacks, type Stacks } from '../deployments/stacks.ts';
import { publish } from '../deployments/templates.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { Rule } from '../watch.ts';
import type { World } from '../world.ts';
import { accountFaults, connected, connecting, connectionFaults, connectionRecords } from './connections.ts';
import { attachedComponents, basisOfInstances } from './records.ts';
import { add, cancelChange, change, drop } from './requests.ts';

/** What components are made of is only remembered. */
const sources: Rule = { of: /^proton#spec#/, faults: () => [] };

/** Proton's components are attached to instances and detached while both are deployed, and an environment comes and goes in another account. */
export const components: OpenScenario = ({ random }) => {
  const stacks = newStacks(random.pick([60, undefined]), accountFaults);
  const asking: Asking = [];
  const parted = new Set<string>();
  return {
    ports: { provisioner: stacks, objects: inMemory() },
    rules: [...deployableRecords, attachedComponents, basisOfInstances, connectionRecords, usesAndWatches, sources],
    reconcile: reconcileProton,
    prepare: async (world) => {
      await done(world, publish(world, 'environment', 'base'));
      await done(world, publish(world, 'service', 'web'));
      await done(world, create(world, 'dev'));
      await done(world, createApp(world, serviceSpec(['one', 'two'])));
      if (random.happens(0.6)) await done(world, first(world, asking));
      if (random.happens(0.5)) await connected(world);
      await settled(world);
      stacks.isAtOnce = false;
    },
    begin: (world) => begin(world, asking),
    wishes: (world) => [...wishes(world, stacks, asking), ...connecting(world, parted)],
    help: (world) => helped(world, stacks),
    rounds: () => 3,
    late: (world) => lateWakeUps(world, stacks),
    broken: async (world) => [
      ...(await brokenPromises(world, stacks)),
      ...connectionFaults(world, parted),
      ...attachmentFaults(world),
    ],
  };
};

/** What people asked for, each in a word of its own, to be asked again at any later time. */
type Asking = (() => unknown)[];

function once(asking: Asking, ask: (word: string) => unknown): unknown {
  const word = `word-${asking.length + 1}`;
  asking.push(() => ask(word));
  return ask(word);
}

/** Some worlds begin with a component that is deployed. */
const first = async (world: World, asking: Asking) =>
  once(asking, (word) => add(world, 'store', { instance: world.random.pick(['one', '']), word }));

function begin(world: World, asking: Asking): unknown {
  const name = world.random.pick(['store', 'queue']);
  const instance = world.random.pick(['one', 'one', 'two', '']);
  return once(asking, (word) => add(world, name, { instance, word }));
}

function wishes(world: World, stacks: Stacks, asking: Asking): Wish[] {
  const { random } = world;
  const one = random.pick(['one', 'one', 'two'] as const);
  const name = random.pick(['store', 'store', 'queue'] as const);
  return [
    ...endings(world, stacks),
    [10, () => begin(world, asking)],
    [10, () => once(asking, (word) => change(world, name, { word }))],
    [8, () => once(asking, (word) => change(world, name, { instance: one, word }))],
    [8, () => once(asking, (word) => change(world, name, { instance: '', word }))],
    [16, () => random.pick(asking.slice(-4))?.()],
    [6, () => cancelChange(world, name)],
    [6, () => drop(world, name)],
    [10, () => updateInstance(world, one)],
    [4, () => cancelInstance(world, one)],
    [4, () => updateApp(world, serviceSpec(random.pick([['one'], ['one', 'two']])))],
    [2, () => removeApp(world, stacks)],
    [4, () => update(world, random.pick(['dev', 'far']))],
    [3, () => remove(world, random.pick(['dev', 'far']))],
  ];
}

/** For so long a client token counts, in milliseconds. */
const eightHours = 8 * 3_600_000;

/** A request of a word deploys a component once, however often it comes; one that was acknowledged did. */
function attachmentFaults({ records, acknowledged }: World): string[] {
  const made = new Map<string, DeploymentRecord>();
  const faults: string[] = [];
  for (const deployment of deploymentsIn(records).filter(({ action }) => action !== 'delete')) {
    const { text = '' } = (records.get(`proton#spec#${deployment.goal.specId} spec`) ?? {}) as { text?: string };
    const [, word = ''] = /# (word-\d+)\\n/.exec(text) ?? [];
    const other = made.get(word);
    const isSame = other?.target.id === deployment.target.id;
    if (word && isSame && Math.abs(other.createdAt - deployment.createdAt) < eightHours)
      faults.push(`${word}: it was asked for once, and deployed as ${other.id} and ${deployment.id}`);
    made.set(word, deployment);
  }
  const lost = acknowledged.filter(({ word }) => word !== undefined && !made.has(word));
  return [...faults, ...lost.map(({ word }) => `${word}: it was acknowledged, and deployed by nothing`)];
}
