import { reconcileProton } from '../../../functions/proton/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import { brokenPromises, lateWakeUps } from './promises.ts';
import { deploymentRecords, resourceRecords, serviceRecords } from './records.ts';
import {
  cancel,
  cancelInstance,
  create,
  createApp,
  remove,
  removeApp,
  tell,
  update,
  updateApp,
  updateInstance,
} from './requests.ts';
import { newStacks, type Stack, type Stacks, succeeded } from './stacks.ts';
import { publish } from './templates.ts';

/** Proton: environments and the instances of a service are deployed, changed, cancelled and deleted, while their work ends or fails. */
export const deployments: OpenScenario = ({ random }) => {
  const stacks = newStacks(random.pick([60, undefined]));
  return {
    ports: { provisioner: stacks, objects: inMemory() },
    rules: [deploymentRecords, resourceRecords, serviceRecords],
    reconcile: reconcileProton,
    prepare: async (world) => {
      await done(world, publish(world, 'environment', 'base'));
      await done(world, publish(world, 'service', 'web'));
      await done(world, create(world, 'dev'));
      stacks.isAtOnce = false;
    },
    headStart: async (world) => {
      void createApp(world, ['one', 'two']);
      void create(world, 'lab');
      await settled(world);
    },
    begin: (world) => (random.happens(0.5) ? create(world, 'lab') : createApp(world, ['one', 'two'])),
    wishes: (world) => wishes(world, stacks),
    help: async (world) => {
      for (let time = 0; time < 6 && open(stacks).length > 0; time++) {
        for (const stack of open(stacks)) end(world, stack, succeeded);
        await settled(world);
      }
    },
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

function wishes(world: World, stacks: Stacks): Wish[] {
  const { random } = world;
  const stack = random.pick(open(stacks));
  const failed = { state: 'Failed', message: 'The stack rolled back.' } as const;
  const one = random.pick(['one', 'two', 'three'] as const);
  const environment = random.pick(['lab', 'lab', 'dev'] as const);
  return [
    [60, () => stack && end(world, stack, random.happens(0.25) ? failed : succeeded)],
    [4, () => stack && Object.assign(stack, { end: stack.end ?? succeeded })],
    [8, () => update(world, environment)],
    [8, () => cancel(world, environment)],
    [6, () => remove(world, 'lab')],
    [8, () => updateApp(world, random.pick([['one'], ['one', 'two'], ['two', 'three']]))],
    [6, () => updateInstance(world, one)],
    [5, () => cancelInstance(world, one)],
    [4, () => removeApp(world)],
    [4, () => void tell(world, random.pick([...stacks.begun.values()]) ?? { work: { id: 'none' } as Stack['work'] })],
  ];
}
