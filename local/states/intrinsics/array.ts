import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../../functions/ports/json.ts';
import { intrinsicFailure } from '../states-error.ts';
import { arrayAt, expectCount, integerAt, valueAt, type Call } from './arguments.ts';

/** The most elements States.ArrayRange may make. */
const longestRange = 1000;

/** States.Array: its arguments as an array. */
export function array({ values }: Call): Json {
  return [...values];
}

/** States.ArrayContains: whether an array holds a value. */
export function arrayContains(call: Call): Json {
  expectCount(call, 2);
  const wanted = valueAt(call, 1);
  return arrayAt(call, 0).some((element) => isDeepStrictEqual(element, wanted));
}

/** States.ArrayGetItem: the element at an index counted from 0. */
export function arrayGetItem(call: Call): Json {
  expectCount(call, 2);
  const list = arrayAt(call, 0);
  const index = valueAt(call, 1);
  const element = typeof index === 'number' && Number.isInteger(index) ? list[index] : undefined;
  if (element === undefined) throw intrinsicFailure(`Invalid index ${JSON.stringify(index)} for an array`);
  return element;
}

/** States.ArrayLength: how many elements an array has. */
export function arrayLength(call: Call): Json {
  expectCount(call, 1);
  return arrayAt(call, 0).length;
}

/** States.ArrayPartition: the array in chunks of a size. */
export function arrayPartition(call: Call): Json {
  expectCount(call, 2);
  const list = arrayAt(call, 0);
  const size = valueAt(call, 1);
  if (typeof size !== 'number' || Math.floor(size) < 1) throw intrinsicFailure('The chunk size must be positive');
  const step = Math.floor(size);
  return Array.from({ length: Math.ceil(list.length / step) }, (_chunk, at) => list.slice(at * step, (at + 1) * step));
}

/** States.ArrayRange: the numbers from a first to a last, both included, by a step. */
export function arrayRange(call: Call): Json {
  expectCount(call, 3);
  const [first, last, step] = [integerAt(call, 0), integerAt(call, 1), integerAt(call, 2)];
  if (step === 0) throw intrinsicFailure('The step must not be 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > longestRange) throw intrinsicFailure(`The range has more than ${longestRange} elements`);
  return Array.from({ length }, (_element, at) => first + at * step);
}

/** States.ArrayUnique: the array without repeated values. */
export function arrayUnique(call: Call): Json {
  expectCount(call, 1);
  const seen = new Map<string, Json[]>();
  return arrayAt(call, 0).filter((element) => {
    const alike = seen.get(kindOf(element)) ?? [];
    if (alike.some((other) => isDeepStrictEqual(other, element))) return false;
    seen.set(kindOf(element), [...alike, element]);
    return true;
  });
}

/** Values that are equal are of one kind; scalars of one kind are equal. */
function kindOf(element: Json): string {
  if (element === null || typeof element !== 'object') return JSON.stringify(element);
  return Array.isArray(element) ? `[${element.length}` : `{${Object.keys(element).sort().join()}`;
}
