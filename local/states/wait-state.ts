import type { Json } from '../../functions/ports/json.ts';
import { environmentOf } from './environment.ts';
import type { Frame } from './frame.ts';
import { isIntrinsic } from './intrinsics/parse-intrinsic.ts';
import { compileIntrinsic } from './intrinsics/index.ts';
import { parseJsonPath } from './json-path.ts';
import { readPath, type Environment } from './json-path-read.ts';
import type { Runtime } from './runtime.ts';
import { compileParts } from './state-parts.ts';
import type { Draft, State } from './state.ts';
import { InvalidDefinition, runtimeError } from './states-error.ts';
import { parseTimestamp } from './timestamp.ts';
import { effectiveInput, exit, outputOf, parkUntil } from './transition.ts';

/** The longest wait AWS accepts, in milliseconds. */
const longestWait = (2 ** 31 - 1) * 1000;

/** When a wait ends, in epoch milliseconds, from when it began. */
type End = (environment: Environment, now: number) => number;

/**
 * Wait: until a time or for some seconds, written down or read from the input.
 * Source: https://states-language.net/spec.html#wait-state
 */
export function compileWait(draft: Draft): State {
  const endOf = compileEnd(draft);
  return {
    ...compileParts(draft),
    type: 'Wait',
    run: (runtime, frame) => {
      const now = runtime.clock.now();
      const end = endOf(environmentOf(runtime, frame, effectiveInput(runtime, frame)), now);
      if (end - now > longestWait) throw runtimeError('Wait state delay is too long.');
      frame.phase = 'wait';
      if (end <= now) leaveWait(runtime, frame);
      else parkUntil(runtime, frame, end);
    },
  };
}

/** Goes on after a wait. */
export function leaveWait(runtime: Runtime, frame: Frame): void {
  const input = effectiveInput(runtime, frame);
  const { flow, next } = frame.state;
  const assigned = flow.assign?.(environmentOf(runtime, frame, input));
  exit(runtime, frame, { output: outputOf(runtime, frame, input), next, assigned });
}

function compileEnd({ definition }: Draft): End {
  const given = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter(
    (name) => definition[name] !== undefined,
  );
  const [name = ''] = given;
  if (given.length !== 1)
    throw new InvalidDefinition('A Wait needs exactly one of Seconds, SecondsPath, Timestamp, TimestampPath');
  const value = definition[name] ?? null;
  if (name === 'Seconds')
    return (_environment, now) =>
      now + seconds(value, `The Seconds parameter is not a valid number: ${JSON.stringify(value)}`);
  if (name === 'Timestamp')
    return () => timestamp(value, `The Timestamp parameter is not valid: ${JSON.stringify(value)}`);
  if (typeof value !== 'string') throw new InvalidDefinition(`${name} must be a path`);
  const read = compileRead(value, name);
  if (name === 'SecondsPath') return (environment, now) => now + secondsAt(read(environment), value);
  return (environment) => {
    const found = read(environment);
    return timestamp(found, `${notATimestamp}: ${value} == ${shown(found)}`);
  };
}

const notATimestamp =
  'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string';

function secondsAt(found: Json, path: string): number {
  const isLong = typeof found === 'number' && Number.isInteger(found);
  if (!isLong)
    throw runtimeError(`The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown(found)}`);
  return seconds(found, `The SecondsPath parameter cannot be negative: ${path} == ${shown(found)}`);
}

function compileRead(path: string, name: string): (environment: Environment) => Json {
  if (isIntrinsic(path)) return compileIntrinsic(path);
  const parsed = parseJsonPath(path);
  return (environment) => {
    const found = readPath(parsed, environment);
    if (found === undefined) throw runtimeError(`The ${name} parameter does not reference an input value: ${path}`);
    return found;
  };
}

function seconds(value: Json, otherwise: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 99_999_999)
    throw runtimeError(otherwise);
  return value * 1000;
}

function timestamp(value: Json, otherwise: string): number {
  const milliseconds = parseTimestamp(value);
  if (milliseconds === undefined) throw runtimeError(otherwise);
  return milliseconds;
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
