/**
 * A Map for what comes and goes. V8 leads from each table that a Map has outgrown to the next, so once one of them is old, whatever was in the later
 * ones lives until all memory is gone through; this one begins anew before that many have gone.
 */
export class PassingMap<Key, Value> {
  #entries = new Map<Key, Value>();
  #gone = 0;

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.set(key, value);
  }

  delete(key: Key): void {
    if (!this.#entries.delete(key)) return;
    this.#gone += 1;
    if (this.#gone > fewest && this.#gone > this.#entries.size) this.#renew();
  }

  keys(): MapIterator<Key> {
    return this.#entries.keys();
  }

  values(): MapIterator<Value> {
    return this.#entries.values();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#entries[Symbol.iterator]();
  }

  #renew(): void {
    this.#entries = new Map(this.#entries);
    this.#gone = 0;
  }
}

/** Fewer that have gone are not worth it. */
const fewest = 16;

/** The same as a Set, in the order in which they came. */
export class PassingSet<Value> {
  readonly #entries = new PassingMap<Value, true>();

  get size(): number {
    return this.#entries.size;
  }

  add(value: Value): void {
    this.#entries.set(value, true);
  }

  delete(value: Value): void {
    this.#entries.delete(value);
  }

  [Symbol.iterator](): MapIterator<Value> {
    return this.#entries.keys();
  }
}
