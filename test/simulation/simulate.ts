import { randomOf } from './random.ts';
import type { Wish } from './scenario.ts';
import { scenarioOf, scenarios } from './scenarios.ts';
import { passing, settled } from './settled.ts';
import { openWorld, type Trouble, type World } from './world.ts';

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;

const noFaults = { crash: 0, before: 0, after: 0, duplicate: 0, skew: 0, lag: 0 };

/** What goes wrong on a seed. One world in four has nothing but the order of things against it, one in four is a program that is killed again and again. */
export function troubleOf(seed: number): Trouble {
  const random = randomOf(~seed);
  const queue = random.happens(0.4) ? { concurrent: 1 + random.below(2) } : {};
  const slowness = random.pick([0, 0.2]);
  if (seed % 4 === 0)
    return { ...noFaults, ...queue, slowness, duplicate: random.pick([0, 0.1]), lag: random.pick([0, 0.7]) };
  if (seed % 4 === 1) return { ...noFaults, ...queue, slowness, disk: { failing: random.pick([0, 0.03]) } };
  const often = () => random.pick([0, 0.01]);
  return {
    crash: often(),
    before: often(),
    after: often(),
    duplicate: random.pick([0, 0.1]),
    skew: random.pick([0, 2 * second]),
    lag: random.pick([0, 0.7]),
    slowness,
    ...queue,
  };
}

/** Plays one seed to its end; answers with the promises that it broke. */
export async function simulate(seed: number): Promise<string[]> {
  const world = await openWorld(seed, troubleOf(seed), scenarios[scenarioOf(seed)]);
  try {
    await play(world);
    return [...new Set([...world.broken, ...(await world.scenario.broken(world))])];
  } finally {
    world.close();
  }
}

/** Whether calls fail and functions die one by one, so that what was lost comes back with the next attempt or reconciling only. */
const isFaulty = ({ gate: { faults, skew } }: World): boolean => faults.crash + faults.before + faults.after + skew > 0;

/** Trouble first, then peace. */
export async function play(world: World): Promise<void> {
  await trouble(world);
  await peace(world);
}

/** As long as people do things, anything may go wrong. */
async function trouble(world: World): Promise<void> {
  const { random, gate } = world;
  const looks = !isFaulty(world);
  const eagerness = random.pick([0.05, 0.15, 0.5]);
  if (random.happens(0.4)) await world.scenario.headStart?.(world);
  let told = 0;
  for (let left = 10 + random.below(20); left > 0 || !gate.isEmpty;) {
    await world.quiet();
    // The worst moment for a power cut is when somebody was told.
    const isTold = world.acknowledged.length > told;
    told = world.acknowledged.length;
    if (world.disk && isTold && random.happens(0.15)) world.restart('power cut');
    if (looks && gate.isEmpty && !world.isStuck) await look(world);
    const isActing = left > 0 && (gate.isEmpty || random.happens(eagerness));
    if (world.isStuck && gate.isEmpty) world.restart('power cut');
    else if (isActing) {
      left -= 1;
      act(world);
    } else if (random.happens(0.05)) leap(world);
    else if (!gate.isEmpty) gate.open();
  }
  await settled(world);
}

/**
 * When nothing is under way, nothing may wait that need not, but for a call that is tried again soon. What began to wait before a clock was set back
 * lasts as much longer.
 */
async function look(world: World): Promise<void> {
  if (world.clock.isBehind()) return;
  if ((await world.scenario.late(world)).length === 0) return;
  await passing(world, 8, 4 * second);
  // Whose disk failed meanwhile tells nothing any more.
  if (!world.isStuck) world.broken.push(...(await world.scenario.late(world)));
}

/** A clock that leaps by hours while functions run would let them time out, one attempt after the other: then it leaps by seconds. */
const leap = ({ random, gate, clock }: World): void =>
  clock.advance(random.below(gate.isEmpty ? random.pick([second, 30 * second, 700 * second, hour]) : 5 * second));

/** What happens next; each may be a request that comes twice. */
function act(world: World): void {
  const { random, disk, scenario, acknowledged } = world;
  if (disk && random.happens(0.15)) return world.restart(random.pick(['kill', 'power cut']));
  if (acknowledged.length === 0 || random.happens(0.1)) return void scenario.begin(world);
  const wishes: Wish[] = [
    ...scenario.wishes(world),
    [4, () => isFaulty(world) && world.reconcile()],
    [8, () => world.duplicate > 0 && world.redeliver()],
    [2, () => world.clock.set((random.below(3) - 1) * hour)],
    [5, () => leap(world)],
  ];
  let place = random.next() * wishes.reduce((sum, [share]) => sum + share, 0);
  const chosen = wishes.find(([share]) => (place -= share) < 0) ?? wishes[0];
  void chosen?.[1]();
}

/** Then nothing goes wrong any more, what runs is helped to its end, and time passes. */
async function peace(world: World): Promise<void> {
  const looks = !isFaulty(world);
  const { scenario } = world;
  Object.assign(world.gate, { faults: { crash: 0, before: 0, after: 0 }, skew: 0 });
  if (world.disk) world.disk.failing = 0;
  if (world.isStuck) world.restart('power cut');
  await passing(world, 12, 5 * second);
  for (let round = 0; round < scenario.rounds(world); round++) {
    if (round === 0 && !looks) void world.reconcile();
    await settled(world);
    await scenario.help(world);
    await settled(world);
    if (looks) await look(world);
    await passing(world, 4, 5 * second);
    world.clock.advance(round === 0 ? 2 * hour : day);
    await settled(world);
  }
}
