import { brokenPromises, lateWakeUps } from './promises.ts';
import { approvers } from './runbook.ts';
import { openWorld, type World } from './world.ts';

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;

/** How often something goes wrong with a call or a delivery. */
export const usualFaults = { crash: 0.01, before: 0.01, after: 0.01, duplicate: 0.1 };
const noFaults = { crash: 0, before: 0, after: 0, duplicate: 0 };

/** Plays one seed to its end; answers with the promises that it broke. */
export async function simulate(seed: number): Promise<string[]> {
  // Each fourth world has no faults: there, nothing but the order of things may be at work, and no wake-up may be late.
  const world = await openWorld(seed, seed % 4 === 0 ? noFaults : usualFaults);
  try {
    await play(world);
    return await brokenPromises(world);
  } finally {
    world.close();
  }
}

/** Trouble first, then peace. */
export async function play(world: World): Promise<void> {
  const isFaultless = world.gate.faults.crash === 0;
  await trouble(world);
  await settled(world);
  if (isFaultless) world.broken.push(...(await lateWakeUps(world)));
  await peace(world);
}

/** As long as people do things, anything may go wrong. */
async function trouble(world: World): Promise<void> {
  const { random, gate } = world;
  for (let left = 10 + random.below(20); left > 0 || !gate.isEmpty;) {
    await world.quiet();
    const isActing = left > 0 && (gate.isEmpty || random.happens(0.15));
    if (isActing) {
      left -= 1;
      act(world);
    } else if (random.happens(0.05)) leap(world);
    else if (!gate.isEmpty) gate.open();
  }
}

/** A clock that leaps by hours while functions run would let them time out, one attempt after the other: then it leaps by seconds. */
const leap = ({ random, gate, clock }: World): void =>
  clock.advance(random.below(gate.isEmpty ? random.pick([second, 30 * second, hour]) : 5 * second));

/** What somebody does next; each may be a request that comes twice. */
function act(world: World): void {
  const { random } = world;
  const started = world.acknowledged.filter(({ what }) => what === 'start');
  const job = random.pick([...world.jobs.keys()]);
  if (started.length === 0 || random.happens(0.1)) return void world.start(random.pick(['one', 'two']));
  const { id } = random.pick(started);
  const wishes: [number, () => Promise<void>][] = [
    [0.4, () => world.decide(id, random.happens(0.1) ? 'Reject' : 'Approve')],
    [0.2, () => (job ? world.finishScript(job, scriptResult(world)) : Promise.resolve())],
    [0.15, () => world.signal(id, 'Resume', random.pick(approvers))],
    [0.1, () => world.stop(id)],
    [0.03, () => (world.gate.faults.crash === 0 ? Promise.resolve() : world.reconcile())],
    [0.05, async () => leap(world)],
  ];
  let place = random.next();
  const chosen = wishes.find(([share]) => (place -= share) < 0) ?? wishes[0];
  void chosen?.[1]();
}

const scriptResult = ({ random }: World) =>
  random.happens(0.2)
    ? ({ status: 'Failed', message: 'it broke', log: '' } as const)
    : ({ status: 'Success', payload: { word: 'hi' }, log: '' } as const);

/** Then nothing goes wrong any more, what runs is helped to its end, and time passes. */
async function peace(world: World): Promise<void> {
  world.gate.faults = { crash: 0, before: 0, after: 0 };
  const ids = new Set(world.acknowledged.filter(({ what }) => what === 'start').map(({ id }) => id));
  await passing(world, 12, 5 * second);
  for (let round = 0; round < 4; round++) {
    if (round === 0) void world.reconcile();
    await settled(world);
    for (const job of world.jobs.keys())
      void world.finishScript(job, { status: 'Success', payload: { word: 'hi' }, log: '' });
    for (const id of ids) void world.signal(id, 'Resume', 'ada');
    await settled(world);
    await passing(world, 4, 5 * second);
    world.clock.advance(round === 0 ? 2 * hour : day);
    await settled(world);
  }
}

/** Lets time pass in small pieces, so that what is tried again is tried at its time. */
async function passing(world: World, times: number, length: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await settled(world);
    world.clock.advance(length);
  }
}

async function settled(world: World): Promise<void> {
  await world.quiet();
  while (!world.gate.isEmpty) {
    world.gate.open();
    await world.quiet();
  }
}
