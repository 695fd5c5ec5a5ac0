import { reconcile } from '../../../functions/opsworks/tasks/reconcile.ts';
import type { OpsworksOrder } from '../../../functions/nodes/opsworks-order.ts';
import { inMemory } from '../../objects.ts';
import { type Entry, newMachines, type Machines, poll } from '../nodes/machines.ts';
import { nodeCommandRecords, nodeRecords } from '../nodes/records.ts';
import { machineWishes, workOff } from '../nodes/wishes.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import { brokenPromises, lateWakeUps } from './promises.ts';
import { commandRecords, deploymentRecords, instancesIn, otherRecords, password, secretRecords } from './records.ts';
import { assign, deploy, deregister, register, stop, unassign, watch } from './requests.ts';
import { makeStack, sealing, type Stack } from './stack.ts';

const second = 1000;

/** OpsWorks: people deploy and let machines come and go, whose agents do what they are told, die, come back, tell it twice or never. */
export const stacks: OpenScenario = () => {
  const machines = newMachines();
  let stack: Stack = { id: '', app: '', layers: [] };
  machines.heard = expectPassword;
  return {
    ports: { objects: inMemory(), secrets: sealing() },
    rules: [deploymentRecords, commandRecords, otherRecords, nodeCommandRecords, nodeRecords, secretRecords],
    reconcile,
    prepare: async (world) => {
      const made = makeStack(world, machines);
      await done(world, made);
      stack = await made;
    },
    headStart: async (world) => {
      void deploy(world, stack);
      pollAll(world, machines);
      await settled(world);
    },
    begin: (world) => deploy(world, stack),
    wishes: (world) => [...machineWishes(world, machines), ...wishes(world, machines, stack)],
    help: async (world) => {
      await workOff(world, machines);
      void watch(world);
      await workOff(world, machines);
    },
    rounds: () => 4,
    late: async (world) => lateWakeUps(world, machines),
    broken: async (world) => {
      await workOff(world, machines);
      return brokenPromises(world, machines);
    },
  };
};

function wishes(world: World, machines: Machines, stack: Stack): Wish[] {
  const { random } = world;
  const instance = random.pick(instancesIn(world.records))?.id ?? '';
  return [
    [8, () => deploy(world, stack)],
    [5, () => assign(world, instance, [random.pick(stack.layers) ?? ''])],
    [4, () => unassign(world, instance)],
    [4, () => deregister(world, instance)],
    [3, () => register(world, machines, stack)],
    [1, () => stop(world, instance)],
    [4, () => watch(world)],
    [3, () => atTheLastMoment(world, machines)],
  ];
}

/** The time of commands is over, unless functions run that would time out with them, while agents ask. */
function atTheLastMoment(world: World, machines: Machines): void {
  const { random, clock, gate } = world;
  if (gate.isEmpty) clock.advance(random.pick([120, 3600, 7500]) * second);
  pollAll(world, machines);
}

const pollAll = (world: World, machines: Machines): void => {
  for (const machine of machines.all) if (!machine.isGone) void poll(world, machines, machine);
};

/** The app that is to be deployed has its secret. */
function expectPassword({ payload }: Entry['order']): string[] {
  const { command, apps } = payload as unknown as OpsworksOrder;
  if (command.name !== 'deploy') return [];
  return apps[0]?.environment[0]?.value === password ? [] : ['its agent does not get the password'];
}
