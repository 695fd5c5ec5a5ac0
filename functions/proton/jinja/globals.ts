import { pairs, update } from './methods/dict.ts';
import { integer } from './methods/list.ts';
import { raise } from './error.ts';
import { builtin, Callable } from './values/callable.ts';
import { Dict } from './values/dict.ts';
import { Namespace } from './values/namespace.ts';
import { Range } from './values/range.ts';
import { text } from './values/repr.ts';
import { PyObject, type Kwargs, type Value } from './values/value.ts';

function range(args: Value[], kwargs: Kwargs): Range {
  if (kwargs.size > 0) raise('TypeError', 'range() takes no keyword arguments');
  const [first, second, step] = args.map(integer);
  if (first === undefined) return raise('TypeError', 'range expected at least 1 argument, got 0');
  if (args.length > 3) raise('TypeError', `range expected at most 3 arguments, got ${args.length}`);
  return second === undefined ? new Range(0n, first) : new Range(first, second, step);
}

function dict(args: Value[], kwargs: Kwargs): Dict {
  if (args.length > 1) raise('TypeError', `dict expected at most 1 argument, got ${args.length}`);
  const made = new Dict();
  update(made, args, kwargs);
  return made;
}

function namespace(args: Value[], kwargs: Kwargs): Namespace {
  const [source] = args;
  const named = (source === undefined ? [] : pairs(source)).map(([key, value]): [string, Value] => [text(key), value]);
  return new Namespace([...named, ...kwargs]);
}

/** `cycler(...)`: gives its items in turn. */
class Cycler extends PyObject {
  readonly type = 'Cycler';
  override readonly module = 'jinja2.utils';
  readonly #items: Value[];
  #at = 0;

  constructor(items: Value[]) {
    super();
    if (items.length === 0) raise('RuntimeError', 'at least one item has to be provided');
    this.#items = items;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#at];
    if (name === 'pos') return BigInt(this.#at);
    if (name === 'next') return new Callable('next', () => this.#next());
    return name === 'reset' ? new Callable('reset', () => this.#reset()) : undefined;
  }

  #next(): Value {
    const item = this.#items[this.#at] ?? null;
    this.#at = (this.#at + 1) % this.#items.length;
    return item;
  }

  #reset(): null {
    this.#at = 0;
    return null;
  }
}

/** `joiner(sep)`: empty the first time, then the separator. */
function joiner(separator: Value): Callable {
  let used = false;
  return new Callable(
    'joiner',
    () => {
      const now = used ? separator : '';
      used = true;
      return now;
    },
    'Joiner',
  );
}

/** Jinja2's global functions. (`lipsum`, random filler text, has no place in infrastructure.) */
export const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', new Callable('range', range)],
  ['dict', new Callable('dict', dict, 'type')],
  ['namespace', new Callable('namespace', namespace, 'type')],
  ['cycler', new Callable('cycler', (items) => new Cycler(items), 'type')],
  ['joiner', builtin({ name: 'joiner', optional: { sep: ', ' } }, ([separator]) => joiner(separator))],
]);
