import { reconcileProton } from '../../../functions/proton/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import { usesAndWatches } from '../deployments/leftovers.ts';
import { brokenPromises, lateWakeUps } from '../deployments/promises.ts';
import { deployableRecords } from '../deployments/records.ts';
import { cancelInstance, create, createApp, removeApp, updateApp, updateInstance } from '../deployments/requests.ts';
import { endings, helped } from '../deployments/scenario.ts';
import { newStacks, type Stacks } from '../deployments/stacks.ts';
import { publish } from '../deployments/templates.ts';
import type { Random } from '../random.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import { blockersIn, syncFaults, syncRecords } from './promises.ts';
import { newRepository, type Repository, specOf } from './repository.ts';
import { beginSync, endSync, link, look, resolve } from './requests.ts';

const first = { one: 1, two: 1 };
const inGit = { one: 2, two: 2 };

/**
 * Proton syncs a template and a service from Git: people push while the program looks, twice at once too, change by hand what is synced, resolve what
 * blocks it, and the work of deployments ends or fails.
 */
export const syncs: OpenScenario = ({ random }) => {
  const stacks = newStacks(random.pick([60, undefined]));
  const repository = newRepository(random, inGit);
  const asked = { isParted: false };
  return {
    ports: { provisioner: stacks, objects: withoutBundles(), sources: repository.sources },
    rules: [...deployableRecords, usesAndWatches, syncRecords],
    reconcile: reconcileProton,
    prepare: async (world) => {
      await import('../../../functions/proton/service-syncs/sync-service.ts');
      await import('../../../functions/proton/template-syncs/sync-template.ts');
      await done(world, publish(world, 'environment', 'base'));
      await done(world, publish(world, 'service', 'web'));
      await done(world, create(world, 'dev'));
      await done(world, createApp(world, specOf(first)));
      await settled(world);
      await done(world, link(world));
      await done(world, beginSync(world));
      stacks.isAtOnce = false;
    },
    begin: (world) => look(world),
    wishes: (world) => [
      ...endings(world, stacks),
      ...pushes(repository, random),
      ...wishes(world, { stacks, repository, asked }),
    ],
    help: async (world) => {
      repository.unreachable = 0;
      for (let time = 0; time < 3; time++) {
        await helped(world, stacks);
        await done(world, look(world));
      }
      await helped(world, stacks);
    },
    rounds: () => 3,
    late: (world) => lateWakeUps(world, stacks),
    broken: async (world) => [
      ...(await brokenPromises(world, stacks)),
      ...syncFaults(world, repository, !asked.isParted && !stacks.isServiceRemoved),
    ],
  };
};

/** Objects in which no bundle of a sync is found again: what is in one is not unpacked here, and its version ends at once. */
function withoutBundles() {
  const objects = inMemory();
  return {
    ...objects,
    get: async (bucket: string, key: string) => (key.startsWith('syncs/') ? undefined : objects.get(bucket, key)),
  };
}

/** Each push has a size of its own for what it changes. */
function pushes({ push, head, commits }: Repository, random: Random): Wish[] {
  const size = commits.length + 2;
  const { sizes } = head();
  const { two = size, ...alone } = sizes;
  return [
    [14, () => push({ sizes: { ...sizes, one: size } })],
    [6, () => push({ sizes: { ...sizes, two: size } })],
    [4, () => push({ sizes: { ...sizes, three: size } })],
    [3, () => push({ sizes: random.happens(0.5) ? alone : { ...alone, two } })],
    [10, () => push({ folder: size })],
    [4, () => push({})],
  ];
}

interface Of {
  stacks: Stacks;
  repository: Repository;
  asked: { isParted: boolean };
}

function wishes(world: World, { stacks, repository, asked }: Of): Wish[] {
  const { random, records } = world;
  const one = random.pick(['one', 'two'] as const);
  const blocker = random.pick(blockersIn(records));
  return [
    [40, () => look(world)],
    [10, () => [look(world), look(world)]],
    [14, () => [look(world), random.pick(pushes(repository, random))?.[1](), look(world)]],
    [16, () => blocker && resolve(world, blocker.id)],
    [6, () => updateInstance(world, one)],
    [4, () => cancelInstance(world, one)],
    [3, () => updateApp(world, specOf({ one: repository.head().sizes.one ?? 1 }))],
    [2, () => [(asked.isParted = true), endSync(world)]],
    [3, () => beginSync(world)],
    [1, () => removeApp(world, stacks)],
    [1, () => createApp(world, specOf(first))],
  ];
}
