import type { Clock } from '../../functions/ports/clock.ts';
import type { Database } from '../database/database.ts';
import { PassingMap } from '../passing.ts';
import type { Frame } from './frame.ts';

/** The most that one alarm wakes; the rest follows when that is written. */
const mostAtOnce = 200;

/** What to do when a time has come. */
export interface Due {
  /** A Task whose handler has not answered in time. */
  task: (frame: Frame) => void;
  /** A parked frame, by its row id. */
  frame: (row: number) => void;
  /** An execution whose TimeoutSeconds are over. */
  execution: (id: number) => void;
  /** Calls back once what was woken is written. */
  afterWriting: (call: () => void) => void;
}

/**
 * All the engine's times behind one alarm of the clock: those of parked frames and of executions are found by an index,
 * so waiting costs no memory; those of running handlers are in memory only, for they begin anew after a restart.
 */
export class Timers {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #due: Due;
  readonly #watched = new PassingMap<number, Set<Frame>>();
  readonly #limits = new PassingMap<Frame, number>();
  #armedFor = Infinity;
  #disarm: (() => void) | undefined;

  constructor(database: Database, clock: Clock, due: Due) {
    this.#database = database;
    this.#clock = clock;
    this.#due = due;
  }

  /** Sees to it that the engine wakes at a time. */
  arm(at: number): void {
    if (at >= this.#armedFor) return;
    this.#disarm?.();
    this.#armedFor = at;
    this.#disarm = this.#clock.wake(at, () => this.#ring());
  }

  /** Watches a frame whose handler runs. */
  watch(frame: Frame, at: number): void {
    const frames = this.#watched.get(at);
    if (frames) frames.add(frame);
    else this.#watched.set(at, new Set([frame]));
    this.#limits.set(frame, at);
    this.arm(at);
  }

  /** Ends the watch over a frame. */
  cancel(frame: Frame): void {
    const at = this.#limits.get(frame);
    if (at === undefined) return;
    this.#limits.delete(frame);
    const frames = this.#watched.get(at);
    frames?.delete(frame);
    if (frames?.size === 0) this.#watched.delete(at);
  }

  /** Looks up the next time and sets the alarm for it. */
  rearm(): void {
    const times = [...this.#watched.keys(), this.#next(nextFrame), this.#next(nextExecution)];
    const next = times.reduce((one, other) => Math.min(one, other), Infinity);
    if (next !== Infinity) this.arm(next);
  }

  /** Wakes nothing any more. */
  close(): void {
    this.#disarm?.();
    this.#armedFor = -Infinity;
  }

  #ring(): void {
    this.#armedFor = Infinity;
    this.#disarm = undefined;
    const now = this.#clock.now();
    const late = [...this.#limits].filter(([, at]) => at <= now);
    for (const [frame] of late) {
      this.cancel(frame);
      this.#due.task(frame);
    }
    for (const id of this.#rows(dueFrames, now)) this.#due.frame(id);
    for (const id of this.#rows(dueExecutions, now)) this.#due.execution(id);
    this.#due.afterWriting(() => this.rearm());
  }

  #rows(select: string, now: number): number[] {
    const rows = this.#database.prepare(select).all(now, mostAtOnce);
    return rows.map(({ id }) => Number(id));
  }

  #next(select: string): number {
    const next = this.#database.prepare(select).get()?.next;
    return typeof next === 'number' ? next : Infinity;
  }
}

const dueFrames = 'SELECT id FROM states_frames WHERE due <= ? ORDER BY due LIMIT ?';
const nextFrame = 'SELECT min(due) AS next FROM states_frames WHERE due IS NOT NULL';
const dueExecutions = `SELECT id FROM states_executions WHERE stopped IS NULL AND timeout IS NOT NULL AND timeout <= ?
  ORDER BY timeout LIMIT ?`;
const nextExecution =
  'SELECT min(timeout) AS next FROM states_executions WHERE stopped IS NULL AND timeout IS NOT NULL';
