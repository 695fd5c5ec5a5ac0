import { raise } from '../error.ts';
import { equals } from './compare.ts';
import { guarded, joined, repr } from './repr.ts';
import { PyObject, typeName, type Key, type Value } from './value.ts';

/** A dict: keeps the order of insertion, and the key as it was first given. */
export class Dict extends PyObject {
  readonly type = 'dict';
  readonly members = new Map<Key, [key: Value, value: Value]>();

  constructor(entries: Iterable<readonly [Value, Value]> = []) {
    super();
    for (const [key, value] of entries) this.set(key, value);
  }

  get(key: Value): Value | undefined {
    return this.members.get(hashKey(key))?.[1];
  }

  has(key: Value): boolean {
    return this.members.has(hashKey(key));
  }

  set(key: Value, value: Value): void {
    const hash = hashKey(key);
    const member = this.members.get(hash);
    if (member === undefined) this.members.set(hash, [key, value]);
    else member[1] = value;
  }

  delete(key: Value): void {
    this.members.delete(hashKey(key));
  }

  *keys(): Iterable<Value> {
    for (const [key] of this.members.values()) yield key;
  }

  *values(): Iterable<Value> {
    for (const [, value] of this.members.values()) yield value;
  }

  entries(): Iterable<[Value, Value]> {
    return this.members.values();
  }

  override repr(): string {
    const pair = ([key, value]: [Value, Value]) => `${repr(key)}: ${repr(value)}`;
    return guarded(this, '{...}', () => `{${joined([...this.entries()].map(pair))}}`);
  }

  override size(): number {
    return this.members.size;
  }

  override iterate(): Iterable<Value> {
    return this.keys();
  }

  override item(key: Value): Value | undefined {
    return this.get(key);
  }

  override subscriptable(): boolean {
    return true;
  }

  override contains(key: Value): boolean {
    return this.has(key);
  }

  override key(): undefined {
    return undefined;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof Dict) || other.size() !== this.size()) return false;
    for (const [key, value] of this.entries()) {
      const theirs = other.get(key);
      if (theirs === undefined || !(theirs === value || equals(value, theirs))) return false;
    }
    return true;
  }
}

/** The key under which a dict or set finds `value`: 1, 1.0 and True are one. Lists and dicts have none. */
export function hashKey(value: Value): Key {
  if (typeof value === 'string') return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value === 'bigint') return value;
  const key = Array.isArray(value) ? undefined : value.key();
  return key === undefined ? raise('TypeError', `unhashable type: '${typeName(value)}'`) : key;
}
