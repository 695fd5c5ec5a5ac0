import { reconcileProton } from '../../../functions/proton/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import { usesAndWatches } from './leftovers.ts';
import { brokenPromises, lateWakeUps } from './promises.ts';
import { deployableRecords } from './records.ts';
import {
  cancel,
  cancelInstance,
  cancelPipeline,
  create,
  createApp,
  remove,
  removeApp,
  serviceSpec,
  tell,
  update,
  updateApp,
  updateInstance,
  updatePipeline,
} from './requests.ts';
import { newStacks, type Stack, type Stacks, succeeded } from './stacks.ts';
import { publish } from './templates.ts';

/** Proton: environments, the instances and the pipeline of a service are deployed, changed, cancelled and deleted, while their work ends or fails. */
export const deployments: OpenScenario = ({ random }) => {
  const stacks = newStacks(random.pick([60, undefined]));
  const hasPipeline = random.happens(0.5);
  const makeApp = (world: World) => createApp(world, serviceSpec(['one', 'two']), hasPipeline);
  return {
    ports: { provisioner: stacks, objects: inMemory() },
    rules: [...deployableRecords, usesAndWatches],
    reconcile: reconcileProton,
    prepare: async (world) => {
      await done(world, publish(world, 'environment', 'base'));
      await done(world, publish(world, 'service', 'web', { hasPipeline }));
      await done(world, create(world, 'dev'));
      stacks.isAtOnce = false;
    },
    headStart: async (world) => {
      void makeApp(world);
      void create(world, 'lab');
      await settled(world);
      if (random.happens(0.5)) await helped(world, stacks);
    },
    begin: (world) => (random.happens(0.5) ? create(world, 'lab') : makeApp(world)),
    wishes: (world) => [...wishes(world, stacks), ...(hasPipeline ? ofPipeline(world) : [])],
    help: (world) => helped(world, stacks),
    rounds: () => 3,
    late: (world) => lateWakeUps(world, stacks),
    broken: (world) => brokenPromises(world, stacks),
  };
};

/** The work that goes on, or whose end nobody was told of. */
const open = ({ begun }: Stacks): Stack[] => [...begun.values()].filter((stack) => !stack.end || !stack.isTold);

function end(world: World, stack: Stack, how: NonNullable<Stack['end']>): void {
  stack.end ??= how;
  void tell(world, stack);
}

/** Lets all work succeed. */
export async function helped(world: World, stacks: Stacks): Promise<void> {
  for (let time = 0; time < 6 && open(stacks).length > 0; time++) {
    for (const stack of open(stacks)) end(world, stack, succeeded);
    await settled(world);
  }
}

/** Work ends, well or not, and whoever waits for it is told at once, later, or again. */
export function endings(world: World, stacks: Stacks): Wish[] {
  const { random } = world;
  const stack = random.pick(open(stacks));
  const failed = { state: 'Failed', message: 'The stack rolled back.' } as const;
  return [
    [60, () => stack && end(world, stack, random.happens(0.25) ? failed : succeeded)],
    [4, () => stack && Object.assign(stack, { end: stack.end ?? succeeded })],
    [4, () => void tell(world, random.pick([...stacks.begun.values()]) ?? { work: { id: 'none' } as Stack['work'] })],
  ];
}

const anySpec = ({ random }: World, pipeline?: number): string =>
  serviceSpec(random.pick([['one'], ['one', 'two'], ['two', 'three']]), pipeline);

const ofPipeline = (world: World): Wish[] => [
  [8, () => updatePipeline(world, anySpec(world, world.random.pick([1, 2])))],
  [4, () => cancelPipeline(world)],
  [4, () => updateApp(world, anySpec(world, world.random.pick([1, 2])))],
];

function wishes(world: World, stacks: Stacks): Wish[] {
  const { random } = world;
  const one = random.pick(['one', 'two', 'three'] as const);
  const environment = random.pick(['lab', 'lab', 'dev'] as const);
  return [
    ...endings(world, stacks),
    [8, () => update(world, environment)],
    [8, () => cancel(world, environment)],
    [8, () => remove(world, random.pick(['lab', 'lab', 'dev']))],
    [3, () => create(world, 'dev')],
    [8, () => updateApp(world, anySpec(world))],
    [6, () => updateInstance(world, one)],
    [5, () => cancelInstance(world, one)],
    [4, () => removeApp(world, stacks)],
  ];
}
