import { Callable } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { Markup } from '../values/markup.ts';
import { Range } from '../values/range.ts';
import { Tuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { dictMethods } from './dict.ts';
import { listMethods, sequenceMethods } from './list.ts';
import { markupMethods } from './markup.ts';
import type { Methods } from './method.ts';
import { numberAttribute } from './number.ts';
import { stringMethods } from './string.ts';

/** The attribute that a built-in type gives its values under `name`; undefined = none. */
export function typeAttribute(value: Value, name: string): Value | undefined {
  if (value instanceof Dict) return bound(dictMethods, value, name);
  if (typeof value === 'string') return bound(stringMethods, value, name);
  if (Array.isArray(value)) return bound(listMethods, value, name);
  if (value instanceof Tuple) return bound(sequenceMethods, value.items, name);
  if (value instanceof Markup) return bound(markupMethods, value, name);
  if (value instanceof Range) return bound(sequenceMethods, [...value.iterate()], name);
  return value === null || typeof value === 'object' ? undefined : numberAttribute(value, name);
}

function bound<T>(methods: Methods<T>, self: T, name: string): Value | undefined {
  const method = methods.get(name);
  return method && new Callable(name, (args, kwargs) => method(self, args, kwargs));
}
