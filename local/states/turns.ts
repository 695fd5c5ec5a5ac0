import type { Database } from '../database/database.ts';
import type { Afterwards, Execution, Frame } from './frame.ts';

/** The most one turn may do, so that the event loop goes on within about 20 ms: states run, rows written (large ones count more). */
const most = { states: 1000, rows: 256, charactersPerRow: 1250 };

/** How much was written. */
export interface Written {
  rows: number;
  characters: number;
}

/** What a turn needs from the rest: running a frame's state, writing an execution's changes, and telling that writing is over for good. */
export interface Work {
  run: (frame: Frame) => void;
  write: (execution: Execution) => Written;
  failed: (error: Error) => void;
}

/**
 * The engine's turns of the event loop: states run in memory, then what changed is written in one transaction,
 * and only when that is on disk follows what others can see: handlers are called, API calls answered.
 */
export class Turns {
  readonly #database: Database;
  readonly #work: Work;
  readonly #ready: Frame[] = [];
  readonly #changed: Execution[] = [];
  #nextReady = 0;
  #nextChanged = 0;
  #isScheduled = false;
  #asked = 0;
  /** The group of the database that the last turn wrote into. */
  #turnGroup = -1;
  /** Whether the last turn left something over, as it had done the most one turn may. */
  #hasMore = false;
  #failure: Error | undefined;
  #written: (() => void)[] = [];

  constructor(database: Database, work: Work) {
    this.#database = database;
    this.#work = work;
    // A turn that is asked for joins the commit that is on its way, unless one is in it already that left work over.
    database.beforeCommit(() => {
      if (this.#turnGroup !== database.group || !this.#hasMore) this.#turnIfAsked();
    });
  }

  /** Lets a frame's state run, in this turn or the next. */
  ready(frame: Frame): void {
    this.#ready.push(frame);
    this.#schedule();
  }

  /** Puts a frame, and so its execution, into the next commit. */
  changed(frame: Frame): void {
    if (!frame.isChanged && !frame.isDropped) {
      frame.isChanged = true;
      frame.execution.changes.frames.push(frame);
    }
    this.touched(frame.execution);
  }

  /** Puts an execution into the next commit. */
  touched(execution: Execution): void {
    if (execution.changes.isQueued) return;
    execution.changes.isQueued = true;
    this.#changed.push(execution);
    this.#schedule();
  }

  /** Does something once all that changed in an execution so far is on disk. */
  afterCommit(execution: Execution, afterwards: Afterwards): void {
    if (this.#failure) return afterwards.failed?.(this.#failure);
    execution.changes.afterwards.push(afterwards);
    this.touched(execution);
  }

  /** Resolves once all that changed in an execution so far is on disk. */
  committed(execution: Execution): Promise<void> {
    return new Promise((done, failed) => this.afterCommit(execution, { done, failed }));
  }

  /** Resolves once all that was written so far is on disk. */
  durable(): Promise<void> {
    return this.#database.durable();
  }

  /** Does something once no change waits to be written (it may not be on disk yet). */
  afterWriting(call: () => void): void {
    this.#written.push(call);
    this.#schedule();
  }

  /** Writes what is pending and runs nothing more. */
  close(): void {
    this.#write(Infinity);
    this.#stop(new Error('The states engine is closed'));
  }

  #schedule(): void {
    if (this.#isScheduled || this.#failure) return;
    this.#isScheduled = true;
    // A turn that joined a commit took the place of the one asked for before it.
    const asked = (this.#asked += 1);
    setImmediate(() => {
      if (asked === this.#asked) this.#turnIfAsked();
    });
  }

  #turnIfAsked(): void {
    if (this.#isScheduled && !this.#failure) this.#turn();
  }

  /** The next turn is asked for at the end, so that the commit of this one comes before it. */
  #turn(): void {
    this.#turnGroup = this.#database.group;
    this.#run();
    this.#write(most.rows);
    const isWritten = this.#nextChanged === this.#changed.length;
    if (isWritten) this.#callWritten();
    this.#isScheduled = false;
    this.#hasMore = this.#nextChanged < this.#changed.length || this.#nextReady < this.#ready.length;
    if (this.#hasMore || this.#written.length > 0) this.#schedule();
  }

  #run(): void {
    const pending = (): number => this.#changed.length - this.#nextChanged;
    for (let count = 0; count < most.states && pending() < most.rows; count += 1) {
      const frame = this.#ready[this.#nextReady];
      if (!frame) break;
      this.#nextReady += 1;
      if (!frame.isDropped) this.#work.run(frame);
    }
    this.#nextReady = compact(this.#ready, this.#nextReady);
  }

  #write(mostRows: number): void {
    const afterwards: Afterwards[] = [];
    try {
      this.#writeSome(mostRows, afterwards);
    } catch (error) {
      this.#database.abandon(error as Error);
    }
    this.#nextChanged = compact(this.#changed, this.#nextChanged);
    if (afterwards.length > 0) this.#settle(afterwards);
  }

  #writeSome(mostRows: number, afterwards: Afterwards[]): void {
    let [rows, characters] = [0, 0];
    while (rows < mostRows && characters < mostRows * most.charactersPerRow) {
      const execution = this.#changed[this.#nextChanged];
      if (!execution) return;
      this.#nextChanged += 1;
      execution.changes.isQueued = false;
      const written = this.#writeOne(execution, afterwards);
      rows += written.rows;
      characters += written.characters;
    }
  }

  #writeOne(execution: Execution, afterwards: Afterwards[]): Written {
    const { changes } = execution;
    const { together } = changes;
    changes.together = undefined;
    for (const each of changes.afterwards) afterwards.push(each);
    changes.afterwards = [];
    this.#database.change();
    const written = this.#work.write(execution);
    if (!together) return written;
    const other = this.#writeOne(together, afterwards);
    return { rows: written.rows + other.rows, characters: written.characters + other.characters };
  }

  #settle(afterwards: Afterwards[]): void {
    void this.#database.durable().then(
      () => afterwards.forEach(({ done }) => done()),
      (error: Error) => {
        afterwards.forEach(({ failed }) => failed?.(error));
        if (!this.#failure) this.#work.failed(error);
        this.#stop(error);
      },
    );
  }

  /** Nothing is written any more: whoever waits for it is told. */
  #stop(error: Error): void {
    this.#failure ??= error;
    this.#nextChanged = 0;
    for (const { changes } of this.#changed.splice(0)) {
      for (const { failed } of changes.afterwards.splice(0)) failed?.(error);
    }
  }

  #callWritten(): void {
    const calls = this.#written;
    this.#written = [];
    for (const call of calls) call();
  }
}

/** Drops the part of a queue that was taken; answers where its rest begins. */
function compact(queue: unknown[], taken: number): number {
  if (taken < queue.length && taken < 1024) return taken;
  queue.splice(0, taken);
  return 0;
}
