import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { compileAssign, compileResultPath, type Assign } from './data-flow.ts';
import { arrayField, numberField, requiredObject, textField } from './definition-fields.ts';
import type { Place } from './reference-path.ts';
import { InvalidDefinition, type StatesError } from './states-error.ts';

/** One entry of Retry. */
export interface Retrier {
  errors: string[];
  intervalSeconds: number;
  maxAttempts: number;
  backoffRate: number;
  maxDelaySeconds: number;
  hasJitter: boolean;
}

/** One entry of Catch. */
export interface Catcher {
  errors: string[];
  next: string;
  resultPath: Place | undefined;
  assign: Assign | undefined;
}

/**
 * Reads a state's Retry.
 * Source: https://states-language.net/spec.html#retrying-after-error
 */
export function compileRetriers(definition: JsonObject): Retrier[] {
  return arrayField(definition, 'Retry').map((entry) => {
    const retrier = requiredObject(entry, 'Retry');
    return {
      errors: errorNames(retrier),
      intervalSeconds: numberField(retrier, 'IntervalSeconds', [1, 99_999_999]) ?? 1,
      maxAttempts: numberField(retrier, 'MaxAttempts', [0, 99_999_999]) ?? 3,
      backoffRate: numberField(retrier, 'BackoffRate', [1, Infinity]) ?? 2,
      maxDelaySeconds: numberField(retrier, 'MaxDelaySeconds', [1, 31_622_400]) ?? Infinity,
      hasJitter: hasJitter(textField(retrier, 'JitterStrategy')),
    };
  });
}

/**
 * Reads a state's Catch.
 * Source: https://states-language.net/spec.html#fallback-states
 */
export function compileCatchers(definition: JsonObject): Catcher[] {
  return arrayField(definition, 'Catch').map((entry) => {
    const catcher = requiredObject(entry, 'Catch');
    const next = textField(catcher, 'Next');
    if (!next) throw new InvalidDefinition('A Catch must have a Next');
    return {
      errors: errorNames(catcher),
      next,
      resultPath: compileResultPath(catcher.ResultPath),
      assign: compileAssign(catcher.Assign),
    };
  });
}

/** Whether a Retry or Catch entry is for an error. States.Runtime is for none, not even by name: so it was recorded on AWS. */
export function isFor(errors: readonly string[], failure: StatesError, isTask: boolean): boolean {
  const { error } = failure;
  if (error === 'States.Runtime') return false;
  return errors.some((name) => {
    if (name === error || name === 'States.ALL') return true;
    if (name === 'States.HeartbeatTimeout') return failure.origin === 'heartbeat';
    return name === 'States.TaskFailed' && isTask && error !== 'States.Timeout';
  });
}

/** How long a retrier waits before its next attempt, in milliseconds; `used` counts those it made, `fraction` is for the jitter. */
export function retryDelay(retrier: Retrier, used: number, fraction: () => number): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** used;
  const seconds = Math.min(grown, retrier.maxDelaySeconds, 99_999_999);
  return Math.round((retrier.hasJitter ? seconds * fraction() : seconds) * 1000);
}

function errorNames(entry: JsonObject): string[] {
  const names: Json[] = arrayField(entry, 'ErrorEquals');
  if (names.length === 0) throw new InvalidDefinition('ErrorEquals must name at least one error');
  return names.map((name) => {
    if (typeof name !== 'string') throw new InvalidDefinition('ErrorEquals must hold strings');
    return name;
  });
}

function hasJitter(strategy: string | undefined): boolean {
  if (strategy !== undefined && strategy !== 'FULL' && strategy !== 'NONE') {
    throw new InvalidDefinition(`JitterStrategy '${strategy}' is neither FULL nor NONE`);
  }
  return strategy === 'FULL';
}
