import { bracketed } from './repr.ts';
import { sameItems } from './compare.ts';
import { hashKey } from './dict.ts';
import { PyObject, type Key, type Value } from './value.ts';

/** A tuple. */
export class Tuple extends PyObject {
  readonly type: string = 'tuple';
  readonly items: Value[];

  constructor(items: Value[]) {
    super();
    this.items = items;
  }

  override repr(): string {
    return bracketed('(', this.items, this.items.length === 1 ? ',)' : ')');
  }

  override size(): number {
    return this.items.length;
  }

  override iterate(): Iterable<Value> {
    return this.items;
  }

  override equals(other: Value): boolean {
    return other instanceof Tuple && sameItems(this.items, other.items);
  }

  override subscriptable(): boolean {
    return true;
  }

  override key(): Key {
    return `\0t${JSON.stringify(this.items.map((item) => keyText(hashKey(item))))}`;
  }
}

const numbered = new WeakMap<object, number>();
let lastNumber = 0;

function keyText(key: Key): string {
  if (key === null || typeof key !== 'object') return `${typeof key}:${String(key)}`;
  const number = numbered.get(key) ?? ++lastNumber;
  numbered.set(key, number);
  return `object:${number}`;
}

/** What the `groupby` filter yields: a tuple with names for its two items. */
export class Group extends Tuple {
  override attribute(name: string): Value | undefined {
    if (name === 'grouper') return this.items[0];
    return name === 'list' ? this.items[1] : undefined;
  }
}
