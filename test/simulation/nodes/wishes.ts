import type { Wish } from '../scenario.ts';
import { settled } from '../settled.ts';
import type { World } from '../world.ts';
import {
  clone,
  endOne,
  type Machine,
  type Machines,
  poll,
  reboot,
  repeat,
  replace,
  type Report,
  restart,
  takeUp,
  unfinished,
  vanish,
} from './machines.ts';

const succeeded: Report = { state: 'successful', exitCode: 0 };
const failed: Report = { state: 'failed', exitCode: 3 };

/** What happens on machines. */
export function machineWishes(world: World, machines: Machines): Wish[] {
  const { random } = world;
  const machine = random.pick(machines.all.filter(({ isGone }) => !isGone));
  if (!machine) return [];
  const running = random.pick(machines.all.filter((one) => !one.isGone && isRunning(one))) ?? machine;
  return [
    [30, () => void poll(world, machines, machine)],
    [30, () => endOne(world, machines, [running, random.happens(0.25) ? failed : succeeded])],
    [10, () => takeUp(world, machines, machine)],
    [6, () => void repeat(world, machine)],
    [8, () => restart(world, machines, running)],
    [3, () => reboot(world, machines, running)],
    [3, () => replace(world, machines, running)],
    [2, () => clone(machines, machine)],
    [2, () => vanish(world, machines, running)],
  ];
}

const isRunning = ({ journal }: Machine): boolean => [...journal.values()].some(({ state }) => state === 'began');

/** All that is to be done is done, by the machines that are still heard of. */
export async function workOff(world: World, machines: Machines): Promise<void> {
  for (let time = 0; time < 8; time++) {
    const heard = machines.all.filter(({ isGone }) => !isGone);
    for (const machine of heard) {
      endOne(world, machines, [machine, succeeded]);
      void poll(world, machines, machine);
    }
    await settled(world);
    if (time > 0 && heard.every((machine) => unfinished(machine).length === 0)) return;
  }
}
