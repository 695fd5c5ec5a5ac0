import { scenarioOf } from './scenarios.ts';
import { simulate } from './simulate.ts';

/**
 * Plays `FIRST COUNT STEP` seeds: every STEPth from FIRST on, COUNT of them, and prints a line for each that breaks a promise. With the name of a kind of
 * world after them, only the seeds of that kind.
 */
const [first = 1, count = 1, step = 1] = process.argv.slice(2, 5).map(Number);
const only = process.argv[5];
for (let seed = first; seed < first + count * step; seed += step) {
  if (only !== undefined && scenarioOf(seed) !== only) continue;
  const broken = await simulate(seed);
  if (broken.length > 0) console.log(`SEED=${seed}: ${broken.join('; ')}`);
}
