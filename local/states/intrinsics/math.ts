import type { Json } from '../../../functions/ports/json.ts';
import { intrinsicFailure } from '../states-error.ts';
import { expectCount, integerAt, type Call } from './arguments.ts';

/** States.MathAdd: the sum of two numbers, each rounded half up first. */
export function mathAdd(call: Call): Json {
  expectCount(call, 2);
  return integerAt(call, 0) + integerAt(call, 1) + 0;
}

/** States.MathRandom: a whole number from a first, included, to a last, excluded; a seed as third argument makes it repeatable. */
export function mathRandom(call: Call): Json {
  expectCount(call, 2, 3);
  const [first, last] = [integerAt(call, 0), integerAt(call, 1)];
  if (last <= first) throw intrinsicFailure('The start must be less than the end');
  const fraction = call.values.length === 3 ? seeded(integerAt(call, 2)) : call.ids.fraction();
  return first + Math.floor(fraction * (last - first));
}

/** States.UUID: a version 4 UUID. */
export function uuid(call: Call): Json {
  expectCount(call, 0);
  return call.ids.uuid();
}

/** One fraction from a seed (the mixing steps of mulberry32). */
function seeded(seed: number): number {
  const mixed = (seed + 0x6d2b79f5) | 0;
  const first = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  const second = first ^ (first + Math.imul(first ^ (first >>> 7), first | 61));
  return ((second ^ (second >>> 14)) >>> 0) / 2 ** 32;
}
