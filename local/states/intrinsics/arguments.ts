import type { Ids } from '../../../functions/ports/ids.ts';
import type { Json } from '../../../functions/ports/json.ts';
import { intrinsicFailure } from '../states-error.ts';

/** The values an intrinsic function is called with, and where it gets random ones. */
export interface Call {
  values: readonly Json[];
  ids: Ids;
}

/** One intrinsic function; it throws States.IntrinsicFailure for arguments it cannot take. */
export type Intrinsic = (call: Call) => Json;

/** Fails unless there are so many arguments. */
export function expectCount({ values }: Call, least: number, most = least): void {
  if (values.length < least || values.length > most) throw intrinsicFailure('The number of arguments is wrong');
}

/** The argument at a position, which must be an array. */
export function arrayAt({ values }: Call, at: number): Json[] {
  const value = values[at];
  if (!Array.isArray(value)) throw unexpected(value, 'an array');
  return value;
}

/** The argument at a position, which must be a string. */
export function textAt({ values }: Call, at: number): string {
  const value = values[at];
  if (typeof value !== 'string') throw unexpected(value, 'a string');
  return value;
}

/** The argument at a position, which must be a number; it is rounded half up as AWS does. */
export function integerAt({ values }: Call, at: number): number {
  const value = values[at];
  if (typeof value !== 'number') throw unexpected(value, 'a number');
  return Math.round(value);
}

/** The argument at a position. */
export function valueAt({ values }: Call, at: number): Json {
  return values[at] ?? null;
}

function unexpected(value: Json | undefined, wanted: string): Error {
  return intrinsicFailure(`Invalid argument ${JSON.stringify(value)}: ${wanted} is needed`);
}
