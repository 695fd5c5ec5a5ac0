import { play, simulate, usualFaults } from './simulate.ts';
import { openWorld } from './world.ts';

/** `SEED=42 npm test -- simulation` plays one seed again; `SEEDS=10000` plays so many. */
const { SEED, SEEDS = '500' } = process.env;
const first = SEED === undefined ? 1 : Number(SEED);
const count = SEED === undefined ? Number(SEEDS) : 1;

describe('a simulated automation', () => {
  it(
    `keeps every promise, on ${count} seeds from ${first}`,
    async () => {
      const failed: string[] = [];
      for (let seed = first; seed < first + count && failed.length < 5; seed++) {
        const broken = await simulate(seed);
        if (broken.length > 0) failed.push(`SEED=${seed}: ${broken.join('; ')}`);
      }

      expect(failed).toEqual([]);
    },
    30 * 60_000,
  );

  it('is the same again on the same seed', async () => {
    const histories = [];
    for (const seed of [7, 7, 8]) {
      const world = await openWorld(seed, usualFaults);
      await play(world);
      histories.push(JSON.stringify([world.acknowledged, world.calls, world.history]));
      world.close();
    }

    expect(histories[1]).toBe(histories[0]);
    expect(histories[2]).not.toBe(histories[0]);
  });
});
