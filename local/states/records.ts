import type { SQLInputValue } from 'node:sqlite';
import type { Database } from '../database/database.ts';
import type { WaitingRows } from '../database/waiting-rows.ts';
import type { Execution, Frame, Phase, TaskCall } from './frame.ts';
import { textOf } from './json-text.ts';
import { roomPerExecution } from './tables.ts';
import type { Written } from './turns.ts';

/** A row of states_executions. */
export interface ExecutionRow {
  id: number;
  machine: string;
  name: string;
  definition: string;
  status: Execution['status'];
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  started: number;
  stopped: number | null;
  timeout: number | null;
  last_event: number;
  parent_execution: number | null;
  parent_frame: number | null;
}

/** A row of states_frames. */
export interface FrameRow {
  id: number;
  parent: number | null;
  place: number;
  scope: string;
  state: string;
  phase: Phase;
  due: number | null;
  activity: string | null;
  input: string;
  variables: string;
  rest: string;
}

/** What a frame's row holds besides its columns; what has its usual value is left out. */
export interface FrameRest {
  entry: number;
  at: number;
  previous: number;
  last: number;
  retryCount?: number;
  retries?: number[];
  task?: TaskCall;
  hasFailed?: boolean;
}

type Values = [id: number, ...SQLInputValue[]];

/** The rows of the engine's tables that wait to be written: executions by their names, the others by their ids. */
export interface EngineRows {
  executions: WaitingRows<string, Values>;
  frames: WaitingRows<number, Values>;
  events: WaitingRows<number, Values>;
  lastEvents: number;
}

/** Opens them. */
export function engineRows(database: Database): EngineRows {
  const last = database.prepare('SELECT max(id) AS id FROM states_events').get();
  return {
    executions: database.waitingRows('states_executions'),
    frames: database.waitingRows('states_frames'),
    events: database.waitingRows('states_events'),
    lastEvents: Number(last?.id),
  };
}

/** Puts down what changed in an execution since that was done last. */
export function writeChanges(rows: EngineRows, execution: Execution): Written {
  const { changes } = execution;
  const written = { rows: changes.dropped.length, characters: changes.events.length };
  if (changes.isNew || changes.isOver) {
    writeExecution(rows, execution);
    written.rows += 1;
  }
  if (changes.events) {
    writeEvents(rows, execution);
    written.rows += 1;
  }
  for (const frame of changes.dropped) dropFrame(rows, frame);
  for (const frame of changes.frames) {
    frame.isChanged = false;
    if (frame.isDropped) continue;
    written.characters += writeFrame(rows, frame);
    written.rows += 1;
  }
  changes.isNew = false;
  changes.isOver = false;
  changes.frames = [];
  changes.dropped = [];
  changes.events = '';
  return written;
}

/** The row ids that belong to an execution: from the first, included, to the second, excluded. */
export function rowRange(execution: number): [number, number] {
  return [execution * roomPerExecution, (execution + 1) * roomPerExecution];
}

/** The row id of a frame. */
export function rowId(execution: Execution, frame: number): number {
  return execution.id * roomPerExecution + frame;
}

/** What no other execution has. */
export const nameKey = (machine: string, name: string): string => `${machine}\n${name}`;

function writeExecution({ executions }: EngineRows, execution: Execution): void {
  const { id, machine, name, status, input, output, parent, changes } = execution;
  const values: Values = [
    ...([id, machine.name, name, machine.hash, status, textOf(input)] as const),
    ...[output === undefined ? null : textOf(output), execution.error ?? null, execution.cause ?? null],
    ...[execution.startedAt, execution.stoppedAt ?? null, execution.timeoutAt ?? null, execution.lastEvent],
    ...[parent?.execution ?? null, parent?.frame ?? null],
  ];
  executions.put(nameKey(machine.name, name), values, changes.isNew);
}

function writeEvents(rows: EngineRows, { id, changes }: Execution): void {
  const row = (rows.lastEvents += 1);
  rows.events.put(row, [row, id, `[${changes.events}]`], true);
}

function dropFrame({ frames }: EngineRows, frame: Frame): void {
  const id = rowId(frame.execution, frame.id);
  if (frame.isWritten) frames.remove(id, id);
}

function writeFrame({ frames }: EngineRows, frame: Frame): number {
  const { execution, parent, state, phase } = frame;
  const [input, variables, rest] = [textOf(frame.input), textOf(frame.variables), restOf(frame)];
  const id = rowId(execution, frame.id);
  const isRunning = phase === 'entered' || phase === 'task';
  const values: Values = [
    ...([id, parent?.id ?? null, frame.index, state.scope.path, state.name, phase] as const),
    ...[isRunning ? 1 : null, frame.dueAt ?? null, frame.activity ?? null, input, variables, rest],
  ];
  frames.put(id, values, !frame.isWritten);
  frame.isWritten = true;
  return input.length + variables.length + rest.length;
}

function restOf(frame: Frame): string {
  const { entry, enteredAt, previous, retryCount, retries, task, hasFailed } = frame;
  const rest: FrameRest = { entry, at: enteredAt, previous, last: frame.execution.lastEvent };
  if (retryCount > 0) Object.assign(rest, { retryCount, retries });
  if (task) rest.task = task;
  if (hasFailed) rest.hasFailed = true;
  return JSON.stringify(rest);
}
