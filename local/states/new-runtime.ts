import type { StatesEngineOptions } from './engine.ts';
import { endExecution } from './end-execution.ts';
import { Executions, isParked } from './executions.ts';
import { attempt } from './failure.ts';
import type { Execution, Frame } from './frame.ts';
import { Machines } from './machine.ts';
import { engineRows, writeChanges } from './records.ts';
import type { Runtime } from './runtime.ts';
import { defineTables, roomPerExecution } from './tables.ts';
import { taskTimedOut } from './task-result.ts';
import { Timers } from './timers.ts';
import { Turns, type Written } from './turns.ts';
import { wakeFrame } from './wake-frame.ts';

/** Puts an engine's parts together. */
export function newRuntime(options: StatesEngineOptions): Runtime {
  const { database, clock, ids, log, invoke, history = 'off', mostParked = 1000 } = options;
  const { region = 'us-east-1', account = '000000000000' } = options;
  defineTables(database);
  const machines = new Machines(database, options.machines, { region, account });
  const rows = engineRows(database);
  const executions = new Executions(database, machines, {
    rows,
    mostParked,
    resume: (frame) => resumeChildren(runtime, frame),
  });
  const turns = new Turns(database, {
    run: (frame) => runState(runtime, frame),
    write: (execution) => write(runtime, execution, () => writeChanges(rows, execution)),
    failed: (error) => log.error('the states engine stopped because its database failed', { error }),
  });
  const timers = new Timers(database, clock, {
    task: (frame) => attempt(runtime, frame, () => taskTimedOut(runtime, frame)),
    frame: (row) => wakeRow(runtime, row),
    execution: (id) => timeOut(runtime, id),
    afterWriting: (call) => turns.afterWriting(call),
  });
  const runtime: Runtime = { clock, ids, log, invoke, level: history, machines, executions, timers, turns };
  return runtime;
}

function runState(runtime: Runtime, frame: Frame): void {
  if (frame.phase === 'entered') attempt(runtime, frame, () => frame.state.run(runtime, frame));
}

function write({ executions }: Runtime, execution: Execution, writeRows: () => Written): Written {
  const { isNew } = execution.changes;
  const written = writeRows();
  if (isNew) executions.written(execution);
  if (isParked(execution)) executions.parked(execution);
  return written;
}

function wakeRow(runtime: Runtime, row: number): void {
  const execution = runtime.executions.running(Math.floor(row / roomPerExecution));
  const frame = execution?.frames.get(row % roomPerExecution);
  if (!execution || !frame) return;
  const { timeoutAt = Infinity } = execution;
  if (timeoutAt < (frame.dueAt ?? 0)) timeOut(runtime, execution.id);
  else wakeFrame(runtime, frame);
}

function timeOut(runtime: Runtime, id: number): void {
  const execution = runtime.executions.running(id);
  if (execution) endExecution(runtime, execution, { status: 'TIMED_OUT' });
}

function resumeChildren(runtime: Runtime, frame: Frame): void {
  const { state } = frame;
  if (state.type === 'Map' || state.type === 'Parallel') state.resume(runtime, frame);
}
