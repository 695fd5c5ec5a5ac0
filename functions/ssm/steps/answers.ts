import { AwsError } from '../../ports/aws-api.ts';
import type { Json, JsonObject } from '../../ports/json.ts';
import { select } from '../expressions/selector.ts';
import { isMap } from '../expressions/typed-value.ts';
import { pollsOf } from './poll.ts';
import type { StepContext } from './step-action.ts';

/** The maps of a list in an answer of AWS; none where there is no such list. */
export const mapsIn = (list: Json | undefined): JsonObject[] => (Array.isArray(list) ? list.filter(isMap) : []);

/** The text at a place of an answer, by a selector such as `$.State.Name`; empty where there is none. */
export function textAt(selector: string, answer: Json | undefined): string {
  const value = answer === undefined ? undefined : select(selector, answer);
  return typeof value === 'string' ? value : '';
}

/** All texts that a deep selector such as `$..SnapshotId` finds. */
export function textsAt(selector: string, answer: Json): string[] {
  const values = select(selector, answer);
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

/** Whether AWS refused a call with one of the codes. */
export const isRefusal = (error: unknown, ...codes: string[]): boolean =>
  error instanceof AwsError && codes.includes(error.code);

const mostLooks = 10;

/** Whether a thing just made may be missing because EC2 does not show it everywhere yet: for the first looks, some three minutes. */
export const maybeUnseen = (context: StepContext): boolean => pollsOf(context) < mostLooks;

/** Names in the words of the service's messages: `[i-1, i-2]`. */
export const bracketed = (names: readonly string[]): string => `[${names.join(', ')}]`;
