import { raise } from '../error.ts';
import { number } from './compare.ts';
import { PyObject, type Key, type Value } from './value.ts';

/** The most items that a range may have (jinja2.sandbox.MAX_RANGE). */
const largest = 100_000n;

/** `range(start, stop, step)`. */
export class Range extends PyObject {
  readonly type = 'range';
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
  readonly count: number;

  constructor(start: bigint, stop: bigint, step = 1n) {
    super();
    if (step === 0n) raise('ValueError', 'range() arg 3 must not be zero');
    const span = step > 0n ? stop - start : start - stop;
    const stride = step > 0n ? step : -step;
    const count = span <= 0n ? 0n : (span - 1n) / stride + 1n;
    if (count > largest)
      raise('OverflowError', `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${largest}).`);
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.count = Number(count);
  }

  at(index: number): bigint {
    return this.start + BigInt(index) * this.step;
  }

  override repr(): string {
    return `range(${this.start}, ${this.stop}${this.step === 1n ? '' : `, ${this.step}`})`;
  }

  override size(): number {
    return this.count;
  }

  override *iterate(): Iterable<Value> {
    for (let index = 0; index < this.count; index++) yield this.at(index);
  }

  override subscriptable(): boolean {
    return true;
  }

  override attribute(name: string): Value | undefined {
    return name === 'start' || name === 'stop' || name === 'step' ? this[name] : undefined;
  }

  override contains(item: Value): boolean {
    const sought = number(item);
    if (sought === undefined || !(typeof sought === 'bigint' || Number.isInteger(sought))) return false;
    const distance = BigInt(sought) - this.start;
    const index = distance / this.step;
    return distance % this.step === 0n && index >= 0n && index < BigInt(this.count);
  }

  override equals(other: Value): boolean {
    return other instanceof Range && other.key() === this.key();
  }

  override key(): Key {
    return `\0r${this.count},${this.count > 0 ? this.start : ''},${this.count > 1 ? this.step : ''}`;
  }
}
