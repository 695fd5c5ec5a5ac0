import { chmodSync, existsSync, rmSync } from 'node:fs';
import { pause, persistently } from './backoff.ts';
import { type Assignment, assign, commandFolder, removeOtherFolders } from './command-folder.ts';
import type { Entry, Journal, Order } from './journal.ts';
import { pieceInterval, sendLog } from './log-sender.ts';
import type { Origin } from './origin.ts';
import { type CommandResult, interrupted } from './result.ts';
import { follow, launch } from './runner.ts';
import type { Surroundings } from './surroundings.ts';

/** Makes what a supervisor is to run; it may write files into the folder. */
export type MakeAssignment = (entry: Entry, folder: string, around: Surroundings) => Assignment;

/** One line of the agent's own log; it never holds a payload or an output. */
export type Say = (level: 'info' | 'warn', message: string, fields?: object) => void;

/** What a crew works with. */
export interface CrewOptions {
  state: string;
  journal: Journal;
  around: Surroundings;
  origins: Record<Order['origin'], Origin | undefined>;
  assignments: Record<Order['kind'], MakeAssignment>;
  say: Say;
  /** Comes when the agent is to end; commands go on without it. */
  signal: AbortSignal;
}

/** Scripts at once; commands of OpsWorks and deployments of Heat run one after the other. */
const atOnce = 5;
const claimPatience = 30_000;
const mostAttempts = 3;

interface Place {
  kind: Order['kind'];
  isRunning: boolean;
}

/** Carries commands from their arrival to the report of their end. */
export class Crew {
  readonly #options: CrewOptions;
  /** What is carried now, and whether it still runs; kinds that go one by one block their kind. */
  readonly #carried = new Map<string, Place>();
  readonly #work = new Set<Promise<void>>();
  readonly #cancelled = new Set<string>();

  constructor(options: CrewOptions) {
    this.#options = options;
    const ids = options.journal.unfinished().map(({ id }) => id);
    removeOtherFolders(options.state, ids);
    if (options.around.user) chmodSync(options.state, 0o711);
  }

  /** Takes over what an earlier agent left, and then what is new. */
  takeUp(orders: Order[] = []): void {
    const { journal, say } = this.#options;
    for (const order of orders)
      if (journal.receive(order)) say('info', 'command received', { id: order.id, kind: order.kind });
    this.#start();
  }

  /** Ends commands that somebody wants ended. */
  cancel(ids: string[]): void {
    for (const id of ids) {
      if (this.#cancelled.has(id)) continue;
      this.#options.journal.cancelled(id);
      this.#cancelled.add(id);
    }
  }

  /** Resolves when nothing of this agent's is under way any more, after the signal. */
  async idle(): Promise<void> {
    while (this.#work.size) await Promise.all(this.#work);
  }

  #start(): void {
    const { journal, signal, say } = this.#options;
    for (const entry of journal.unfinished()) {
      if (signal.aborted || this.#carried.has(entry.id) || !this.#hasPlace(entry)) continue;
      const place = { kind: entry.kind, isRunning: entry.state !== 'ended' };
      this.#carried.set(entry.id, place);
      if (entry.isCancelled) this.#cancelled.add(entry.id);
      const work = this.#carry(entry, place)
        .catch((error: unknown) =>
          say('warn', 'a command could not be carried on', { id: entry.id, error: String(error) }),
        )
        .finally(() => {
          this.#carried.delete(entry.id);
          this.#work.delete(work);
        });
      this.#work.add(work);
    }
  }

  #hasPlace({ kind, state }: Entry): boolean {
    const running = [...this.#carried.values()].filter(({ isRunning }) => isRunning);
    if (state === 'ended') return true;
    return kind === 'script' ? running.length < atOnce : running.every((other) => other.kind !== kind);
  }

  async #carry(entry: Entry, place: Place): Promise<void> {
    const { journal, signal, say, state } = this.#options;
    const result = entry.result ?? (await this.#run(entry));
    if (!result) return;
    journal.ended(entry.id, result);
    place.isRunning = false;
    this.#start();
    const isTold = await persistently(() => this.#tell(entry.id, result), signal, this.#failing(entry.id));
    if (!isTold) return;
    journal.told(entry.id);
    this.#cancelled.delete(entry.id);
    say('info', 'command over', { id: entry.id, state: result.state, exitCode: result.exitCode });
    for (let attempt = 1; attempt <= mostAttempts; attempt++)
      rmSync(commandFolder(state, entry.id, attempt), { recursive: true, force: true });
  }

  /** From its beginning, or from where an earlier agent left it; undefined when this agent ends first. */
  async #run(entry: Entry): Promise<CommandResult | undefined> {
    const { signal } = this.#options;
    if (entry.state === 'began') return this.#attempt(entry, { patience: 0 });
    const answer = await persistently(async () => this.#originOf(entry).begin(entry), signal, this.#failing(entry.id));
    if (!answer) return undefined;
    if (!answer.go) return { state: 'cancelled', ...(answer.reason && { reason: answer.reason }) };
    return this.#launch(entry);
  }

  async #launch(entry: Entry): Promise<CommandResult | undefined> {
    const { journal, around, assignments, state } = this.#options;
    const next = { ...entry, attempt: entry.attempt + 1 };
    if (next.attempt > mostAttempts) return { state: 'failed', reason: 'its process could not be started' };
    const folder = commandFolder(state, entry.id, next.attempt);
    rmSync(folder, { recursive: true, force: true });
    try {
      assign(folder, assignments[entry.kind](next, folder, around));
    } catch (error) {
      return { state: 'failed', reason: `it could not be prepared: ${(error as Error).message}` };
    }
    journal.began(entry.id, next.attempt);
    launch(folder);
    return this.#attempt(next, { patience: claimPatience });
  }

  async #attempt(entry: Entry, { patience }: { patience: number }): Promise<CommandResult | undefined> {
    const { signal, state } = this.#options;
    const folder = commandFolder(state, entry.id, entry.attempt);
    if (!existsSync(folder)) return interrupted('the folder of its process is gone');
    const over = new AbortController();
    const sending = this.#stream(entry.id, folder, AbortSignal.any([signal, over.signal]));
    const isCancelled = () => this.#cancelled.has(entry.id);
    const result = await follow(folder, { patience, isCancelled, signal });
    over.abort();
    await sending;
    return result === 'neverRan' ? this.#launch(entry) : result;
  }

  /** Sends the log while it grows; what fails is sent later. */
  async #stream(id: string, folder: string, signal: AbortSignal): Promise<void> {
    for (let entry = this.#options.journal.get(id); entry && !signal.aborted; entry = this.#options.journal.get(id)) {
      await pause(pieceInterval(entry.pieces), signal);
      if (!signal.aborted) await this.#send(entry, folder, false).catch(() => {});
    }
  }

  #send(entry: Entry, folder: string, isOver: boolean): Promise<Entry> {
    const { journal } = this.#options;
    const origin = this.#originOf(entry);
    return sendLog(entry, folder, { journal, isOver, send: (one, index, text) => origin.log(one, index, text) });
  }

  async #tell(id: string, result: CommandResult): Promise<true> {
    const { journal, state } = this.#options;
    const entry = journal.get(id);
    if (!entry) return true;
    const sent = await this.#send(entry, commandFolder(state, id, entry.attempt), true);
    await this.#originOf(entry).finish(sent, result);
    return true;
  }

  #originOf({ origin }: Entry): Origin {
    const found = this.#options.origins[origin];
    if (!found) throw new Error(`this agent was started without ${origin}`);
    return found;
  }

  #failing(id: string): (error: unknown, failures: number) => void {
    return (error, failures) => {
      // A server that is being restarted is nothing to tell of.
      if (failures === 5)
        this.#options.say('warn', 'the server cannot be told of a command', { id, error: String(error) });
    };
  }
}
