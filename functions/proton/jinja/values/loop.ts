import { raise } from '../error.ts';
import { Callable } from './callable.ts';
import { sameItems } from './compare.ts';
import { Iter, iterate, list, size } from './iterate.ts';
import { Undefined } from './undefined.ts';
import { PyObject, type Kwargs, type Value } from './value.ts';

/** Renders a recursive loop over other items, one level deeper. */
export type Recurse = (items: Value, depth: number) => string;

/** The `loop` variable (jinja2.runtime.LoopContext): goes through the items and knows where it is. */
export class LoopContext extends PyObject {
  readonly type = 'LoopContext';
  override readonly module = 'jinja2.runtime';
  readonly #items: Value;
  readonly #recurse: Recurse | undefined;
  readonly #depth0: number;
  #iterator: Iterator<Value>;
  #index0 = -1;
  #length: number | undefined;
  #ahead: Value | undefined;
  #current: Value | undefined;
  #before: Value | undefined;
  #changed: Value[] | undefined;

  constructor(items: Value, again?: { recurse: Recurse; depth: number }) {
    super();
    this.#items = items;
    this.#iterator = iterate(items)[Symbol.iterator]();
    this.#recurse = again?.recurse;
    this.#depth0 = again?.depth ?? 0;
  }

  *[Symbol.iterator](): Iterator<Value> {
    for (let item = this.#step(); item !== undefined; item = this.#step()) yield item;
  }

  #step(): Value | undefined {
    const item = this.#peek();
    this.#ahead = undefined;
    if (item === undefined) return undefined;
    this.#index0++;
    this.#before = this.#current;
    this.#current = item;
    return item;
  }

  #peek(): Value | undefined {
    if (this.#ahead !== undefined) return this.#ahead;
    const step = this.#iterator.next();
    this.#ahead = step.done === true ? undefined : step.value;
    return this.#ahead;
  }

  override size(): number {
    if (this.#length !== undefined) return this.#length;
    const known = size(this.#items);
    if (known !== undefined) return (this.#length = known);
    const rest = list(new Iter({ [Symbol.iterator]: () => this.#iterator }));
    this.#iterator = rest[Symbol.iterator]();
    this.#length = rest.length + this.#index0 + 1 + (this.#ahead === undefined ? 0 : 1);
    return this.#length;
  }

  override truth(): boolean {
    return this.size() > 0;
  }

  override repr(): string {
    return `<LoopContext ${this.#index0 + 1}/${this.size()}>`;
  }

  override iterate(): Iterable<Value> {
    return this;
  }

  override attribute(name: string): Value | undefined {
    const index = BigInt(this.#index0);
    if (name === 'index') return index + 1n;
    if (name === 'index0') return index;
    if (name === 'first') return this.#index0 === 0;
    if (name === 'last') return this.#peek() === undefined;
    if (name === 'length') return BigInt(this.size());
    if (name === 'revindex') return BigInt(this.size()) - index;
    if (name === 'revindex0') return BigInt(this.size()) - index - 1n;
    if (name === 'depth') return BigInt(this.#depth0 + 1);
    if (name === 'depth0') return BigInt(this.#depth0);
    if (name === 'previtem') return this.#previous();
    if (name === 'nextitem') return this.#following();
    if (name === 'cycle') return new Callable('cycle', (values) => this.#cycle(values));
    return name === 'changed' ? new Callable('changed', (values) => this.#hasChanged(values)) : undefined;
  }

  #following(): Value {
    const next = this.#peek();
    return next === undefined ? new Undefined({ hint: 'there is no next item' }) : next;
  }

  #previous(): Value {
    return this.#index0 === 0 ? new Undefined({ hint: 'there is no previous item' }) : (this.#before ?? null);
  }

  #cycle(values: Value[]): Value {
    return (
      values[this.#index0 % values.length] ??
      (values.length > 0 ? null : raise('TypeError', 'no items for cycling given'))
    );
  }

  #hasChanged(values: Value[]): boolean {
    if (this.#changed !== undefined && sameItems(this.#changed, values)) return false;
    this.#changed = values;
    return true;
  }

  override call(args: Value[], _kwargs: Kwargs): Value {
    const [items] = args;
    if (this.#recurse === undefined)
      return raise('TypeError', "The loop must have the 'recursive' marker to be called recursively.");
    if (items === undefined)
      return raise('TypeError', "LoopContext.__call__() missing 1 required positional argument: 'iterable'");
    return this.#recurse(items, this.#depth0 + 1);
  }
}
