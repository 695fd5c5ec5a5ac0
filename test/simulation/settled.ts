import type { World } from './world.ts';

/** Lets everything happen that does not wait for the clock. */
export async function settled(world: World): Promise<void> {
  await world.quiet();
  while (!world.gate.isEmpty) {
    world.gate.open();
    await world.quiet();
  }
}

/** Lets time pass in small pieces, so that what is tried again is tried at its time. */
export async function passing(world: World, times: number, length: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await settled(world);
    world.clock.advance(length);
  }
}

/** Does something to its end, while everything else happens too. */
export async function done(world: World, work: Promise<unknown>): Promise<void> {
  await settled(world);
  await work;
}
