import type { SQLInputValue } from 'node:sqlite';
import type { Database } from '../database.ts';
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

/** Writes what changed in an execution since it was last written. */
export function writeChanges(database: Database, execution: Execution): Written {
  const { changes } = execution;
  const written = { rows: 0, characters: changes.events.length };
  if (changes.isNew || changes.isOver) written.rows += writeExecution(database, execution);
  if (changes.events) written.rows += writeEvents(database, execution);
  for (const id of changes.dropped)
    database.prepare('DELETE FROM states_frames WHERE id = ?').run(rowId(execution, id));
  written.rows += changes.dropped.length;
  for (const frame of changes.frames) {
    frame.isChanged = false;
    if (frame.isDropped) continue;
    written.characters += writeFrame(database, frame);
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

function writeExecution(database: Database, execution: Execution): number {
  const { changes } = execution;
  if (changes.isNew) insertExecution(database, execution);
  if (!changes.isOver) return 1;
  if (!changes.isNew) {
    updateExecution(database, execution);
    database.prepare('DELETE FROM states_frames WHERE id >= ? AND id < ?').run(...rowRange(execution.id));
  }
  return 2;
}

function insertExecution(database: Database, execution: Execution): void {
  const { id, machine, name, status, input, output, parent } = execution;
  const insert = database.prepare('INSERT INTO states_executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run(
    ...[id, machine.name, name, machine.hash, status, textOf(input)],
    ...[output === undefined ? null : textOf(output), execution.error ?? null, execution.cause ?? null],
    ...[execution.startedAt, execution.stoppedAt ?? null, execution.timeoutAt ?? null, execution.lastEvent],
    ...[parent?.execution ?? null, parent?.frame ?? null],
  );
}

function updateExecution(database: Database, execution: Execution): void {
  const { id, status, output, error, cause, stoppedAt, lastEvent } = execution;
  const update = database.prepare(
    'UPDATE states_executions SET status = ?, output = ?, error = ?, cause = ?, stopped = ?, last_event = ? WHERE id = ?',
  );
  const text = output === undefined ? null : textOf(output);
  update.run(status, text, error ?? null, cause ?? null, stoppedAt ?? null, lastEvent, id);
}

function writeEvents(database: Database, { id, changes }: Execution): number {
  database.prepare('INSERT INTO states_events (execution, events) VALUES (?, ?)').run(id, `[${changes.events}]`);
  return 1;
}

function writeFrame(database: Database, frame: Frame): number {
  const { execution, parent, state, phase } = frame;
  const write =
    database.prepare(`INSERT INTO states_frames VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
    state = excluded.state, phase = excluded.phase, running = excluded.running, due = excluded.due, activity = excluded.activity,
    input = excluded.input, variables = excluded.variables, rest = excluded.rest`);
  const [input, variables, rest] = [textOf(frame.input), textOf(frame.variables), restOf(frame)];
  const place: SQLInputValue[] = [rowId(execution, frame.id), parent?.id ?? null, frame.index, state.scope.path];
  const isRunning = phase === 'entered' || phase === 'task';
  write.run(
    ...[...place, state.name, phase, isRunning ? 1 : null, frame.dueAt ?? null, frame.activity ?? null],
    ...[input, variables, rest],
  );
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
