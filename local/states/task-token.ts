import { timingSafeEqual } from 'node:crypto';
import type { Frame } from './frame.ts';
import { rowId } from './records.ts';
import type { Runtime } from './runtime.ts';
import { StatesApiError } from './states-api-error.ts';
import { roomPerExecution } from './tables.ts';

/** A token for a frame's Task: it says where the wait is, and 256 random bits say that the bearer may end it. */
export function newTaskToken(runtime: Runtime, frame: Frame): string {
  return `${rowId(frame.execution, frame.id).toString(36)}.${runtime.ids.token()}`;
}

/** The frame that waits for a token; throws InvalidToken for what is none, TaskTimedOut when the wait is over, TaskDoesNotExist when it never was. */
export function frameOfToken(runtime: Runtime, token: string): Frame {
  const [, place, secret] = /^([0-9a-z]{1,11})\.([\w-]{16,})$/.exec(token) ?? [];
  if (place === undefined || secret === undefined)
    throw new StatesApiError('InvalidToken', "Invalid Token: 'Invalid token'");
  const row = parseInt(place, 36);
  const id = Math.floor(row / roomPerExecution);
  const frame = runtime.executions.running(id)?.frames.get(row % roomPerExecution);
  if (frame?.task?.token !== undefined && isSame(frame.task.token, token)) return frame;
  if (!runtime.executions.wasStarted(id))
    throw new StatesApiError('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'");
  throw new StatesApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
