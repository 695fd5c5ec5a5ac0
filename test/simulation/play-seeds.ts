import { simulate } from './simulate.ts';

/** Plays `FIRST COUNT STEP` seeds: every STEPth from FIRST on, COUNT of them, and prints a line for each that breaks a promise. */
const [first = 1, count = 1, step = 1] = process.argv.slice(2).map(Number);
for (let seed = first; seed < first + count * step; seed += step) {
  const broken = await simulate(seed);
  if (broken.length > 0) console.log(`SEED=${seed}: ${broken.join('; ')}`);
}
