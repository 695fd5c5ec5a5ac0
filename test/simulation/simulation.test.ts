import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scenarioOf, scenarios } from './scenarios.ts';
import { play, troubleOf } from './simulate.ts';
import { openWorld } from './world.ts';

/** `SEED=42 npm test -- simulation` plays one seed again; `SEEDS=10000` plays so many, on all processors. */
const { SEED, SEEDS = '400' } = process.env;
const first = SEED === undefined ? 1 : Number(SEED);
const count = SEED === undefined ? Number(SEEDS) : 1;
const workers = Math.min(count, availableParallelism());

const run = promisify(execFile);

/** Plays every so manieth seed in a process of its own; answers with those that broke a promise. */
async function played(worker: number): Promise<string[]> {
  const share = Math.ceil((count - worker) / workers);
  const program = join(import.meta.dirname, 'play-seeds.ts');
  const { stdout } = await run(process.execPath, [program, `${first + worker}`, `${share}`, `${workers}`]);
  return stdout.split('\n').filter(Boolean);
}

describe('a simulated world', () => {
  it('keeps every promise, on every seed', async () => {
    const failed = await Promise.all(Array.from({ length: workers }, (_, worker) => played(worker)));

    expect(failed.flat()).toEqual([]);
  }, 3_600_000);

  it('is the same again on the same seed', async () => {
    for (const seed of [1, 5, 7, 8, 13, 15, 17, 18, 21, 25, 29, 33]) {
      const histories = [];
      for (const same of [seed, seed, seed + 4]) {
        const world = await openWorld(same, troubleOf(seed), scenarios[scenarioOf(seed)]);
        await play(world);
        histories.push(JSON.stringify([world.acknowledged, world.history]));
        world.close();
      }

      expect(histories[1]).toBe(histories[0]);
      expect(histories[2]).not.toBe(histories[0]);
    }
  }, 600_000);
});
