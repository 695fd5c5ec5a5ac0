import type { Operation } from '../session.ts';
import { getItem } from '../values/attributes.ts';
import { binder, type Arguments, type Signature } from '../values/callable.ts';
import { Markup } from '../values/markup.ts';
import { text } from '../values/repr.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';

/** A filter by its name. */
export type Filter = readonly [name: string, filter: Operation];

/** A filter with named parameters. */
export function filter(signature: Signature, body: (args: Arguments) => Value): Filter {
  const bind = binder(signature);
  return [signature.name.replace(/^do_/, ''), (args, kwargs) => body(bind(args, kwargs))];
}

/** What a path such as "a.b.0" or a key looks up in each item. */
export type Getter = (item: Value) => Value;

/** The parts of an attribute path: digits are indexes. */
function partsOf(attribute: Value): Value[] {
  if (attribute === null) return [];
  if (typeof attribute !== 'string') return [attribute];
  return attribute.split('.').map((part) => (/^\p{Nd}+$/u.test(part) ? BigInt(part) : part));
}

/** Looks an attribute path up in items; `fallback`: what is there when it is undefined. */
export function getter(attribute: Value, fallback: Value = null): Getter {
  const parts = partsOf(attribute);
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = getItem(value, part);
      if (fallback !== null && value instanceof Undefined) value = fallback;
    }
    return value;
  };
}

/** Lower-cases text, unless case matters. */
export function folded(value: Value, caseSensitive: boolean): Value {
  return typeof value === 'string' && !caseSensitive ? value.toLowerCase() : value;
}

/** markupsafe.soft_str: the characters of a value, and whether they are marked safe. */
function soft(value: Value): { characters: string; isSafe: boolean } {
  return { characters: text(value), isSafe: value instanceof Markup };
}

/** A str filter of a value that keeps Markup as Markup. */
export function textual(name: string, change: (characters: string) => string): Filter {
  return filter({ name: `do_${name}`, required: ['s'] }, ([value]) => {
    const { characters, isSafe } = soft(value);
    return isSafe ? new Markup(change(characters)) : change(characters);
  });
}
