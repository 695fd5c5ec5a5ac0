import type { Ports } from '../../functions/ports/ports.ts';
import type { Random } from './random.ts';

/** What goes wrong on purpose. Probabilities of each call of a port: never to return, to fail before it did anything, or after it did all. */
export interface Faults {
  crash: number;
  before: number;
  after: number;
}

/** The call failed, and whoever called does not know whether anything was done. */
export class Fault extends Error {
  override name = 'Fault';
}

/** One function at work (a request, a task): where it dies, nothing of it happens any more. */
interface Invocation {
  isDead: boolean;
  isSlow: boolean;
  die: (error: Error) => void;
}

/** Lets the calls of ports happen one at a time, in an order that the seed chooses. */
export class Gate {
  readonly #random: Random;
  readonly #alive = new Set<Invocation>();
  #waiting: (() => void)[] = [];
  /** These go on when nothing else does: one slow function lets a whole run pass. */
  #slow: (() => void)[] = [];
  faults: Faults;
  /** How often a function is slow. */
  slowness = 0;
  /** What a function has that is made of its other ports. */
  made: (ports: Ports) => Partial<Ports> = () => ({});
  /** How far the clock of a function may be off, in milliseconds. */
  skew = 0;

  constructor(random: Random, faults: Faults) {
    this.#random = random;
    this.faults = faults;
  }

  get isEmpty(): boolean {
    return this.#waiting.length + this.#slow.length === 0;
  }

  /** Lets one of those that wait go on. */
  open(): void {
    const queue = this.#waiting.length ? this.#waiting : this.#slow;
    const [go] = queue.splice(this.#random.below(queue.length), 1);
    go?.();
  }

  /** Lets something happen at a moment that the seed chooses; what is slow, when nothing else waits. */
  later(call: () => void, isSlow: boolean): void {
    (isSlow ? this.#slow : this.#waiting).push(call);
  }

  /** All functions die at once, as they do with the program that they are in. */
  killAll(): void {
    for (const invocation of this.#alive) kill(invocation, 'The program ended.');
    this.#alive.clear();
  }

  /** Runs a function with ports that pass the gate, until it ends or dies. */
  run<Result>(ports: Ports, work: (ports: Ports) => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const isSlow = this.#random.happens(this.slowness);
      const invocation: Invocation = { isDead: false, isSlow, die: reject };
      this.#alive.add(invocation);
      const over = (tell: () => void): void => {
        if (!invocation.isDead) tell();
        this.#alive.delete(invocation);
      };
      const gated = this.#gated(ports, invocation);
      work({ ...gated, ...this.made(gated) }).then(
        (result) => over(() => resolve(result)),
        (error: Error) => over(() => reject(error)),
      );
    });
  }

  #gated(ports: Ports, invocation: Invocation): Ports {
    const pass = async <Result>(call: () => Promise<Result>): Promise<Result> => {
      const { crash, before, after } = this.faults;
      await this.#turn(invocation, crash);
      if (this.#random.happens(before)) throw new Fault('It could not be reached.');
      const result = await call();
      await this.#turn(invocation, crash);
      if (this.#random.happens(after)) throw new Fault('Its answer was lost.');
      return result;
    };
    const { workflows, clock } = ports;
    const off = this.skew && this.#random.below(2 * this.skew) - this.skew;
    const gated = <Port extends object>(port: Port): Port => {
      const calls = Object.entries(port) as [string, (...given: unknown[]) => Promise<unknown>][];
      return Object.fromEntries(
        calls.map(([name, call]) => [name, (...given: unknown[]) => pass(() => call(...given))]),
      ) as Port;
    };
    const { sources } = ports;
    const outside = ['store', 'scripts', 'aws', 'objects', 'provisioner', 'secrets'] as const;
    return {
      ...ports,
      ...Object.fromEntries(outside.flatMap((name) => (ports[name] ? [[name, gated(ports[name])]] : []))),
      sources: sources && { ...gated(sources), reads: (provider: string) => sources.reads(provider) },
      clock: { ...clock, now: () => clock.now() + off },
      workflows: {
        ...gated(workflows),
        start: async (machine, name, input, written) => {
          await written;
          await pass(() => workflows.start(machine, name, input));
        },
      },
    };
  }

  /** Waits until the seed lets it go on, or for ever where it dies here. */
  async #turn(invocation: Invocation, crash: number): Promise<void> {
    await new Promise<void>((resolve) => this.later(resolve, invocation.isSlow));
    if (!invocation.isDead && this.#random.happens(crash)) kill(invocation, 'The function ended in the middle.');
    if (invocation.isDead) await new Promise(() => {});
  }
}

function kill(invocation: Invocation, why: string): void {
  invocation.isDead = true;
  invocation.die(new Fault(why));
}
