import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { AwsApi } from '../../functions/ports/aws-api.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { Log } from '../../functions/ports/log.ts';
import type { ScriptFinished, ScriptJob, ScriptResult, Scripts } from '../../functions/ports/scripts.ts';
import type { Objects } from '../../functions/ports/objects.ts';
import type { Store } from '../../functions/ports/store.ts';
import { powershellFinder, pythonFinder, type FindInterpreter } from './interpreter.ts';
import { forgetJob, keepJob, keptJobs } from './job-records.ts';
import { scriptRunner, type Running } from './script-runner.ts';

/** What the port is made of. `folder` holds the scripts' own folders and nothing else: `recover` empties it. */
export interface ChildProcessScriptsOptions {
  store: Store;
  /** Holds the attachments. */
  objects: Pick<Objects, 'get'>;
  /** Gives scripts the keys of their runbook's role; without it they have none. */
  aws?: AwsApi;
  clock: Clock;
  log: Log;
  folder: string;
  finished: ScriptFinished;
  /** Folders no script may see (the data folder, the operator's credentials), where the machine can hide them. */
  hidden?: string[];
  /** Whether scripts get users, mounts and processes of their own where the machine lets them; true unless told. */
  namespaces?: boolean;
  /** Scripts at a time, the others wait in order; twice the cores unless told. */
  concurrency?: number;
  /** Finds the interpreter; `python3` of the server's PATH unless told. */
  python?: FindInterpreter;
  /** The same for PowerShell; `pwsh` unless told. */
  powershell?: FindInterpreter;
}

/** The scripts port, and what the embedded server does with it at its start and its end. */
export interface ChildProcessScripts extends Scripts {
  /** Runs again every job that was not delivered when the server ended; call once, before the first `start`. */
  recover(): Promise<void>;
  /** Kills what runs and delivers nothing more; the records stay for the next `recover`. */
  close(): Promise<void>;
}

/** Runs scripts in child processes with limits; a job stands in the store until its result was taken. */
export const childProcessScripts = (options: ChildProcessScriptsOptions): ChildProcessScripts => new Jobs(options);

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

interface Job {
  job: ScriptJob;
  kept: Promise<boolean>;
  isStopped: boolean;
  running?: Running;
  /** Resolves when nothing will happen for the job any more. */
  over?: Promise<void>;
  /** Ends the pause before the next delivery. */
  hurry?: () => void;
}

class Jobs implements ChildProcessScripts {
  readonly #options: ChildProcessScriptsOptions;
  readonly #run: (job: ScriptJob) => Running;
  readonly #jobs = new Map<string, Job>();
  #queue: Job[] = [];
  #places: number;
  #isClosed = false;

  constructor(options: ChildProcessScriptsOptions) {
    const {
      hidden = [],
      namespaces = true,
      concurrency = 2 * availableParallelism(),
      python = pythonFinder(),
      powershell = powershellFinder(),
    } = options;
    this.#options = options;
    this.#run = scriptRunner({ ...options, hidden, namespaces, python, powershell });
    this.#places = concurrency;
  }

  async start(job: ScriptJob): Promise<void> {
    const known = this.#jobs.get(job.id);
    if (known) return void (await known.kept);
    const entry: Job = { job, kept: keepJob(this.#options.store, job), isStopped: false };
    this.#jobs.set(job.id, entry);
    const isNew = await entry.kept.catch((error: unknown) => {
      this.#jobs.delete(job.id);
      throw error;
    });
    if (isNew) this.#enqueue(entry);
    else this.#jobs.delete(job.id);
  }

  async stop(id: string): Promise<void> {
    const entry = this.#jobs.get(id);
    if (entry) entry.isStopped = true;
    await entry?.kept;
    await forgetJob(this.#options.store, id);
    if (!entry) return;
    this.#end(entry);
    this.#queue = this.#queue.filter((waiting) => waiting !== entry);
    await entry.running?.result;
    if (this.#jobs.get(id) === entry) this.#jobs.delete(id);
  }

  async recover(): Promise<void> {
    await rm(this.#options.folder, { recursive: true, force: true });
    for (const job of await keptJobs(this.#options.store)) {
      // One that was started meanwhile runs already.
      if (this.#jobs.has(job.id)) continue;
      const entry: Job = { job, kept: Promise.resolve(true), isStopped: false };
      this.#jobs.set(job.id, entry);
      this.#enqueue(entry);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const all = [...this.#jobs.values()];
    for (const entry of all) this.#end(entry);
    for (const entry of all) await entry.over;
  }

  #end(entry: Job): void {
    entry.running?.kill();
    entry.hurry?.();
  }

  #isOff(entry: Job): boolean {
    return entry.isStopped || this.#isClosed;
  }

  #enqueue(entry: Job): void {
    if (this.#isOff(entry)) return;
    this.#queue.push(entry);
    this.#next();
  }

  #next(): void {
    if (this.#places === 0 || this.#isClosed) return;
    const entry = this.#queue.shift();
    if (!entry) return;
    this.#places--;
    entry.running = this.#run(entry.job);
    entry.over = entry.running.result.then((result) => {
      this.#places++;
      this.#next();
      return this.#deliver(entry, result);
    });
  }

  async #deliver(entry: Job, result: ScriptResult): Promise<void> {
    for (let pause = FIRST_PAUSE; !this.#isOff(entry); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      if (await this.#isTaken(entry.job.id, result)) return void this.#jobs.delete(entry.job.id);
      await this.#pause(entry, pause);
    }
  }

  async #isTaken(id: string, result: ScriptResult): Promise<boolean> {
    try {
      await this.#options.finished(id, result);
      await forgetJob(this.#options.store, id);
      return true;
    } catch (error) {
      this.#options.log.warn('a script result was not taken and will be delivered again', { id, error: String(error) });
      return false;
    }
  }

  #pause(entry: Job, length: number): Promise<void> {
    if (this.#isOff(entry)) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(length, resolve);
      entry.hurry = () => {
        cancel();
        resolve();
      };
    });
  }
}
