import { ApiError } from '../../functions/api/error.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import { WriteConflict } from '../../functions/ports/store.ts';
import { Database } from '../../local/database/database.ts';
import { countingIds } from '../door.ts';
import { Disk } from './disk.ts';
import { type Faults, Fault, Gate } from './invocation.ts';
import { leapingClock } from './leaping-clock.ts';
import { openProgram, type Outside, type Program } from './program.ts';
import { randomOf } from './random.ts';
import type { OpenScenario } from './scenario.ts';
import { newWatch } from './watch.ts';

/** What somebody asked for and was told that it is done: `id` is of what it is about. */
export type Acknowledged = Record<'what' | 'id', string> & Record<string, string>;

/** How a world goes wrong. Functions die and calls fail one by one in the account; embedded, it is the program, or its disk. */
export interface Trouble extends Faults {
  /** How often a task is delivered twice. */
  duplicate: number;
  /** How often an index hears of a write later than all else. */
  lag: number;
  /** How far the clocks of functions may be off, in milliseconds. */
  skew: number;
  /** One program on a disk that is killed, or has its power cut, or whose disk fails so often at a sync. */
  disk?: { failing: number };
  /** How often a function is so slow that all else goes before it. */
  slowness: number;
  /** How many executions may go on at once. */
  concurrent?: number;
}

/** A request that got no answer may have had its effect or not; one that was refused had none. */
const isRefused = (error: unknown): boolean =>
  error instanceof Fault || error instanceof ApiError || error instanceof WriteConflict;

function newOutside(seed: number, { concurrent, slowness, skew, duplicate, lag, ...faults }: Trouble): Outside {
  const random = randomOf(seed);
  const gate = new Gate(random, { ...faults });
  Object.assign(gate, { skew, slowness });
  const quota = concurrent === undefined ? undefined : { concurrent, queued: 10 };
  return {
    random,
    gate,
    clock: leapingClock(),
    ids: countingIds(),
    quotas: quota && { automations: quota, rateControls: quota },
    duplicate,
    lag,
    deliveries: [],
  };
}

/** Lets everything happen that waits neither at the gate nor for the clock. */
async function quiet(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (process.getActiveResourcesInfo().includes('Immediate'));
}

/**
 * A world in this process and on one seed: as in the account, with functions that die between any two calls, calls that fail before or after they
 * had an effect, and tasks that are delivered twice or late, on machines and records that are durable; or as embedded, where the whole program ends at
 * any moment and starts again from what is on the disk. Clocks leap, and what happens outside is the scenario's.
 */
export async function openWorld(seed: number, trouble: Trouble, open: OpenScenario) {
  const outside = newOutside(seed, trouble);
  const { random, gate } = outside;
  const scenario = open(outside);
  if (scenario.made) gate.made = scenario.made;
  const watch = newWatch(scenario.rules);
  const disk = trouble.disk && new Disk(random, gate);
  const around = { watch, others: scenario.ports };
  const acknowledged: Acknowledged[] = [];
  const opened = (from: Disk): Database => {
    try {
      return from.open();
    } catch (error) {
      watch.broken.push(`the program does not start: ${(error as Error).message}`);
      return new Database(':memory:');
    }
  };
  let program: Program = openProgram(disk ? opened(disk) : new Database(':memory:'), outside, around);

  /** A request whose caller may never hear of it again. */
  const request = async (work: (gated: Ports) => Promise<Acknowledged | undefined>): Promise<void> => {
    const { database } = program;
    const told = await gate.run(program.ports, work).catch((error: unknown) => {
      if (isRefused(error) || database.failure) return undefined;
      throw error;
    });
    if (told) acknowledged.push(told);
  };
  const reconcile = () => request(async (gated) => void (await scenario.reconcile(gated)));
  const world = {
    ...outside,
    scenario,
    acknowledged,
    broken: watch.broken,
    history: watch.history,
    records: watch.records,
    disk,
    get program() {
      return program;
    },
    get ports() {
      return program.ports;
    },
    /** Whether the program keeps nothing any more, and waits to be started again. */
    get isStuck() {
      return program.database.failure !== undefined;
    },
    request,
    reconcile,
    /** Delivers something once more, at any later time. */
    redeliver: async () => {
      const tokens = outside.deliveries.filter(({ payload }) => payload.token);
      const late = random.pick(random.happens(0.5) ? tokens : outside.deliveries);
      if (late) await program.deliver(late).catch(() => undefined);
    },
    /** The program ends in the middle of everything, and another one goes on from what is on the disk. */
    restart: (how: 'kill' | 'power cut') => {
      if (!disk) return;
      disk.end(program.database, how);
      program.engine.close();
      program.database.close();
      gate.killAll();
      program = openProgram(opened(disk), outside, around);
      watch.learn(program.database);
      program.engine.recover();
      void reconcile();
    },
    quiet,
    close: () => {
      program.engine.close();
      program.database.close();
      disk?.remove();
    },
  };
  await scenario.prepare(world);
  if (disk) disk.failing = trouble.disk?.failing ?? 0;
  return world;
}

export type World = Omit<Awaited<ReturnType<typeof openWorld>>, 'scenario'> & { scenario: ReturnType<OpenScenario> };
