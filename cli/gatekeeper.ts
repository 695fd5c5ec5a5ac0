import { ApiError } from '../functions/api/error.ts';
import { type Call, Unreachable } from './client.ts';
import type { Execution } from './execution.ts';
import type { Person } from '../console/views/inbox/approvals.ts';
import { adviceFor, type Gate, gateOf, isMine, questionAt, shownGate, type Signal, signalFor } from './gate.ts';
import type { Terminal } from './terminal.ts';

/** What a gatekeeper needs; `yes` passes every gate that is the caller's without a question. */
export interface Post {
  call: Call;
  /** Whose word counts here. */
  caller: () => Promise<Person>;
  terminal: Terminal;
  yes: boolean;
}

/** Asks at each gate an execution comes to, once, and passes the answer on; a question ends when others decide first. */
export class Gatekeeper {
  readonly #post: Post;
  #gate: string | undefined;
  #question: AbortController | undefined;
  #answered = new AbortController();

  constructor(post: Post) {
    this.#post = post;
  }

  /** Whether a question stands on the terminal. */
  get isAsking(): boolean {
    return this.#question !== undefined;
  }

  /** Aborts when the next answer was passed on, so there is something to look at. */
  get answered(): AbortSignal {
    return this.#answered.signal;
  }

  /** Takes the question back where the execution no longer stands at its gate. */
  settle(execution: Execution): void {
    if (gateOf(execution)?.id !== this.#gate) this.close();
  }

  /** Asks where the execution stands at a gate that is new; never waits. */
  consider(execution: Execution): void {
    const gate = shownGate(execution);
    if (gate?.id === this.#gate) return;
    this.#gate = gate?.id;
    if (gate) void this.#open(gate, execution.AutomationExecutionId ?? '');
  }

  /** Takes an open question back. */
  close(): void {
    this.#question?.abort();
    this.#question = undefined;
  }

  async #open(gate: Gate, executionId: string): Promise<void> {
    const { terminal, yes } = this.#post;
    if (gate.message) terminal.print(gate.message.replaceAll(/^/gm, '    '));
    const isOurs = await this.#isOurs(gate);
    if (this.#gate !== gate.id) return;
    const isAsked = isOurs && terminal.isInteractive && !yes;
    const signal = isAsked ? await this.#ask(gate) : isOurs && yes ? signalFor(gate, 'yes') : 'later';
    if (signal === 'later') terminal.print(adviceFor(gate, executionId));
    else if (signal) await this.#send(signal, executionId);
  }

  async #isOurs(gate: Gate): Promise<boolean> {
    try {
      return isMine(gate, await this.#post.caller());
    } catch (error) {
      this.#tellOf(error);
      return false;
    }
  }

  async #ask(gate: Gate): Promise<Signal | 'later' | undefined> {
    const { terminal } = this.#post;
    const question = new AbortController();
    this.#question = question;
    terminal.live(undefined);
    let signal: Signal | 'later' | undefined;
    while (!signal) {
      const answer = await terminal.ask(questionAt(gate), question.signal);
      if (question.signal.aborted) return undefined;
      signal = answer === undefined ? 'later' : signalFor(gate, answer);
    }
    if (signal !== 'later' && gate.kind === 'approve') signal = await this.#commented(signal, question.signal);
    if (this.#question === question) this.#question = undefined;
    return question.signal.aborted ? undefined : signal;
  }

  async #commented(signal: Signal, end: AbortSignal): Promise<Signal> {
    const comment = (await this.#post.terminal.ask('comment (Enter for none): ', end))?.trim();
    return comment ? { ...signal, Payload: { Comment: [comment] } } : signal;
  }

  /** A refusal is told and no more: somebody else may have been faster. */
  async #send(signal: Signal, executionId: string): Promise<void> {
    try {
      await this.#post.call('AmazonSSM.SendAutomationSignal', { AutomationExecutionId: executionId, ...signal });
    } catch (error) {
      this.#tellOf(error);
    }
    this.#answered.abort();
    this.#answered = new AbortController();
  }

  #tellOf(error: unknown): void {
    if (!(error instanceof ApiError) && !(error instanceof Unreachable)) throw error;
    this.#post.terminal.print(error.message);
  }
}
