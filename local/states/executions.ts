import type { Database } from '../database/database.ts';
import { PassingMap, PassingSet } from '../passing.ts';
import type { Execution, Frame } from './frame.ts';
import { addFrame, executionOfRow, newExecution, type NewExecution } from './execution-record.ts';
import type { Machines } from './machine.ts';
import { type EngineRows, nameKey, rowRange, type ExecutionRow, type FrameRow } from './records.ts';
import { roomPerExecution } from './tables.ts';

/** How many waiting executions may stay in memory, and how a Parallel or Map finds its place again. */
export interface ExecutionsOptions {
  rows: EngineRows;
  mostParked: number;
  resume: (frame: Frame) => void;
}

/** The executions: those that run are in memory; of those that wait for something outside only so many, the others are read back when it comes. */
export class Executions {
  readonly #database: Database;
  readonly #machines: Machines;
  readonly #rows: EngineRows;
  readonly #mostParked: number;
  readonly #live = new PassingMap<number, Execution>();
  readonly #unwritten = new PassingMap<string, Execution>();
  readonly #parked = new PassingSet<Execution>();
  readonly #resume: (frame: Frame) => void;
  #nextId: number;

  constructor(database: Database, machines: Machines, { rows, mostParked, resume }: ExecutionsOptions) {
    this.#database = database;
    this.#machines = machines;
    this.#rows = rows;
    this.#mostParked = mostParked;
    this.#resume = resume;
    const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'states_executions'").get();
    this.#nextId = Number(last?.seq ?? 0) + 1;
  }

  /** How many executions are in memory. */
  get liveCount(): number {
    return this.#live.size;
  }

  /** Makes an execution without frames; it is in no table before its first commit. */
  create(from: NewExecution): Execution {
    const execution = newExecution(this.#nextId, from);
    execution.changes.isNew = true;
    this.#nextId += 1;
    this.#live.set(execution.id, execution);
    this.#unwritten.set(nameKey(from.machine.name, from.name), execution);
    return execution;
  }

  /** An execution that is written for the first time, found by its name until then. */
  written(execution: Execution): void {
    this.#unwritten.delete(nameKey(execution.machine.name, execution.name));
  }

  /** An execution by its name, running or over; it may come without its frames, so it is only to be looked at. */
  peek(machine: string, name: string): Execution | undefined {
    const key = nameKey(machine, name);
    const unwritten = this.#unwritten.get(key);
    if (unwritten) return unwritten;
    const byName = 'SELECT * FROM states_executions WHERE machine = ? AND name = ?';
    const waiting = this.#rows.executions.find(key);
    const live = waiting && this.#live.get(waiting.id);
    if (live) return live;
    const select = waiting ? this.#database.prepare(byName) : this.#database.beneath(byName);
    const row = select.get(machine, name) as ExecutionRow | undefined;
    return row && (this.#live.get(row.id) ?? this.#view(row));
  }

  /** The newest execution that a frame's Task started to wait for. */
  nestedIn(frame: Frame): Execution | undefined {
    const select = this.#database.prepare(
      'SELECT * FROM states_executions WHERE parent_execution = ? AND parent_frame = ? ORDER BY id DESC LIMIT 1',
    );
    const row = select.get(frame.execution.id, frame.id) as ExecutionRow | undefined;
    return row && (this.#live.get(row.id) ?? this.#view(row));
  }

  /** Whether an execution is in memory, so that what is seen of it may not be on disk yet. */
  isLive(execution: Execution): boolean {
    return this.#live.get(execution.id) === execution;
  }

  /** The ids of the executions in which something ran when it was last written. */
  withRunningFrames(): number[] {
    const rows = this.#database.prepare('SELECT id FROM states_frames WHERE running IS NOT NULL').all();
    return [...new Set(rows.map(({ id }) => Math.floor(Number(id) / roomPerExecution)))];
  }

  /** The frame that waits longest for a worker of an activity. */
  waitingFor(activity: string): Frame | undefined {
    const rows = this.#database
      .prepare('SELECT id FROM states_frames WHERE activity = ? ORDER BY id')
      .iterate(activity);
    for (const { id } of rows) {
      const frame = this.running(Math.floor(Number(id) / roomPerExecution))?.frames.get(Number(id) % roomPerExecution);
      if (frame?.activity === activity) return frame;
    }
    return undefined;
  }

  /** The written events of an execution, each text a JSON array of them. */
  eventsOf(execution: Execution): string[] {
    const rows = this.#database.prepare('SELECT events FROM states_events WHERE execution = ? ORDER BY id');
    return rows.all(execution.id).map(({ events }) => String(events));
  }

  /** Whether an id was ever given to an execution. */
  wasStarted(id: number): boolean {
    return id >= 1 && id < this.#nextId;
  }

  /** A running execution, read back if it is not in memory; undefined when it is over or unknown. */
  running(id: number): Execution | undefined {
    const live = this.#live.get(id);
    if (live) return live.status === 'RUNNING' ? live : undefined;
    const select = this.#database.prepare("SELECT * FROM states_executions WHERE id = ? AND status = 'RUNNING'");
    const row = select.get(id) as ExecutionRow | undefined;
    return row && this.#read(row);
  }

  /** Notes that an execution is on disk and waits for something outside; the one that waits longest may leave the memory. */
  parked(execution: Execution): void {
    this.#parked.delete(execution);
    this.#parked.add(execution);
    if (this.#parked.size <= this.#mostParked) return;
    const [longest] = this.#parked;
    if (!longest) return;
    this.#parked.delete(longest);
    if (!longest.changes.isQueued && isParked(longest)) this.#live.delete(longest.id);
  }

  /** Forgets an execution that is over. */
  forget(execution: Execution): void {
    this.#live.delete(execution.id);
    this.#parked.delete(execution);
  }

  #view(row: ExecutionRow): Execution {
    return executionOfRow(row, this.#machines.ofExecution(row.machine, row.definition));
  }

  #read(row: ExecutionRow): Execution {
    const execution = this.#view(row);
    const range = rowRange(row.id);
    const frames = this.#database
      .prepare('SELECT * FROM states_frames WHERE id >= ? AND id < ? ORDER BY id')
      .all(...range);
    for (const frame of frames) addFrame(execution, frame as unknown as FrameRow);
    this.#live.set(execution.id, execution);
    for (const frame of execution.frames.values()) if (frame.phase === 'children') this.#resume(frame);
    return execution;
  }
}

/** Whether nothing in an execution runs: everything waits for a token, a time or another execution. */
export function isParked(execution: Execution): boolean {
  if (execution.status !== 'RUNNING') return false;
  for (const { phase } of execution.frames.values()) if (phase === 'entered' || phase === 'task') return false;
  return true;
}
