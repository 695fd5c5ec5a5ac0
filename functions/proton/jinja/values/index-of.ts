import { raise } from '../error.ts';
import { spend, spendOn } from '../session.ts';
import * as points from '../text/points.ts';
import { string } from './compare.ts';
import { Markup } from './markup.ts';
import { Range } from './range.ts';
import { Tuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import { PyObject, typeName, type Value } from './value.ts';

/** The ends of a slice; null = open. */
export interface Slice {
  start: Value;
  stop: Value;
  step: Value;
}

/** `sequence[index]` of a list, str, tuple or range; undefined = out of range. */
export function itemAt(sequence: Value, index: bigint): Value | undefined {
  if (sequence instanceof Range) {
    const at = place(index, sequence.count);
    return at >= 0 && at < sequence.count ? sequence.at(at) : undefined;
  }
  const characters = string(sequence);
  if (characters === undefined) return arrayAt(sequence instanceof Tuple ? sequence.items : sequence, index);
  const point = points.pointAt(characters, place(index, points.length(characters)));
  return point !== undefined && sequence instanceof Markup ? new Markup(point) : point;
}

function arrayAt(sequence: Value, index: bigint): Value | undefined {
  return Array.isArray(sequence) ? sequence[place(index, sequence.length)] : undefined;
}

function place(index: bigint, length: number): number {
  return Number(index < 0n ? index + BigInt(length) : index);
}

/** `value[start:stop:step]`. */
export function sliced(value: Value, slice: Slice): Value {
  if (value instanceof Undefined) return value.item();
  if (value instanceof Range) return slicedRange(value, slice);
  if (Array.isArray(value)) return picked(value, slice);
  if (value instanceof Tuple) return new Tuple(picked(value.items, slice));
  const characters = string(value);
  if (characters !== undefined) {
    const text = slicedText(characters, slice);
    return value instanceof Markup ? new Markup(text) : text;
  }
  if (value instanceof PyObject && value.type === 'dict') raise('TypeError', "unhashable type: 'slice'");
  return raise('TypeError', `'${typeName(value)}' object is not subscriptable`);
}

function slicedText(characters: string, slice: Slice): string {
  spendOn([characters]);
  const { start, stop, step } = bounds(slice, points.length(characters));
  if (step === 1) return points.cut(characters, start, Math.max(start, stop));
  return picked([...characters], slice)
    .map(String)
    .join('');
}

function picked(items: Value[], slice: Slice): Value[] {
  const { start, stop, step } = bounds(slice, items.length);
  const found = step === 1 ? items.slice(start, Math.max(start, stop)) : [];
  if (step !== 1) for (let at = start; step > 0 ? at < stop : at > stop; at += step) found.push(items[at] ?? null);
  spend(found.length);
  return found;
}

function slicedRange(range: Range, slice: Slice): Range {
  const { start, stop, step } = bounds(slice, range.count);
  return new Range(range.at(start), range.at(stop), range.step * BigInt(step));
}

/** The ends of a slice over `length` items, as slice.indices() gives them. */
export function bounds(slice: Slice, length: number): { start: number; stop: number; step: number } {
  const step = slice.step === null ? 1 : limited(slice.step);
  if (step === 0) raise('ValueError', 'slice step cannot be zero');
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  const end = (value: Value, open: number) => {
    if (value === null) return open;
    const at = limited(value);
    return Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
  };
  return {
    step,
    start: end(slice.start, step < 0 ? highest : lowest),
    stop: end(slice.stop, step < 0 ? lowest : highest),
  };
}

function limited(value: Value): number {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Math.max(Math.min(Number(value), 2 ** 52), -(2 ** 52));
  return raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
}
