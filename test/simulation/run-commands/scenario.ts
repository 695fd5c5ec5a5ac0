import { createNode } from '../../../functions/nodes/node.ts';
import { ownNodes } from '../../../functions/nodes/own-nodes.ts';
import type { Nodes } from '../../../functions/ports/nodes.ts';
import { reconcile } from '../../../functions/ssm/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import { register, start, startedIds, stop } from '../automation/requests.ts';
import { stepRecords } from '../automation/step-records.ts';
import { addMachine, type Machines, newMachines, poll } from '../nodes/machines.ts';
import { nodeCommandRecords, nodeRecords } from '../nodes/records.ts';
import { machineWishes, workOff } from '../nodes/wishes.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import { brokenPromises, lateWakeUps } from './promises.ts';
import { type Owners, ownerRecords, toldIn } from './records.ts';
import { nodes, runbook } from './runbook.ts';

const second = 1000;
const words = ['hello', 'other'];

/** Runs of a runbook whose steps run scripts on machines of ours: people start and stop, agents work, die, come back, tell it twice or never. */
export const runCommands: OpenScenario = ({ random }) => {
  const machines = newMachines();
  const owners: Owners = new Map();
  machines.heard = (order) => {
    const [execution = '', word = ''] = toldIn(order);
    owners.set(order.id, execution);
    return words.includes(word) ? [] : [`its script says ${word}`];
  };
  const begin = (world: World) => start(world, random.pick(['one', 'two']), random.happens(0.1) ? 'other' : 'hello');
  return {
    ports: { objects: inMemory() },
    made: (ports) => ({ nodes: ownNodes(ports, { others: nobody, mayDo: async () => true }) }),
    rules: [stepRecords, nodeCommandRecords, nodeRecords, ownerRecords(owners)],
    reconcile,
    prepare: async (world) => {
      await done(world, register(world, 'Simulated', runbook));
      for (const id of nodes) await done(world, addNode(world, machines, id));
    },
    headStart: async (world) => {
      pollAll(world, machines);
      await settled(world);
      void begin(world);
      await settled(world);
      pollAll(world, machines);
      await settled(world);
    },
    begin,
    wishes: (world) => [...machineWishes(world, machines), ...wishes(world, machines)],
    help: (world) => workOff(world, machines),
    rounds: () => 4,
    late: (world) => lateWakeUps(world, machines, owners),
    broken: async (world) => {
      await workOff(world, machines);
      return brokenPromises(world, machines, owners);
    },
  };
};

/** There are no machines but ours. */
const nobody: Nodes = {
  unavailable: async (ids) => ids,
  start: () => Promise.reject(new Error('There is no such machine.')),
  status: () => Promise.reject(new Error('There is no such command.')),
  cancel: () => Promise.reject(new Error('There is no such command.')),
  takeBack: () => Promise.reject(new Error('There is no such command.')),
};

async function addNode({ ports }: World, machines: Machines, id: string): Promise<void> {
  const tags = id === 'mi-1' ? {} : { role: 'web' };
  const { token } = await createNode({ id, kind: 'ssm', name: id, tags }, ports);
  addMachine(machines, id, token);
}

const pollAll = (world: World, machines: Machines): void => {
  for (const machine of machines.all) if (!machine.isGone) void poll(world, machines, machine);
};

function wishes(world: World, machines: Machines): Wish[] {
  const { random } = world;
  return [
    [6, () => stop(world, random.pick(startedIds(world)) ?? '')],
    [16, () => pollAll(world, machines)],
    [5, () => atTheLastMoment(world, machines)],
  ];
}

/** The time of commands or of a step is over, unless functions run that would time out with them, while agents ask. */
function atTheLastMoment(world: World, machines: Machines): void {
  const { random, clock, gate } = world;
  if (gate.isEmpty) clock.advance(random.pick([60, 600, 900, 3000]) * second);
  pollAll(world, machines);
}
