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
export interface Invocation {
  isDead: boolean;
  die: (error: Error) => void;
}

/** Lets the calls of ports happen one at a time, in an order that the seed chooses. */
export class Gate {
  readonly #random: Random;
  #waiting: (() => void)[] = [];
  faults: Faults;

  constructor(random: Random, faults: Faults) {
    this.#random = random;
    this.faults = faults;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Lets one of those that wait go on. */
  open(): void {
    const [go] = this.#waiting.splice(this.#random.below(this.#waiting.length), 1);
    go?.();
  }

  /** Runs a function with ports that pass the gate, until it ends or dies. */
  run<Result>(ports: Ports, work: (ports: Ports) => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const invocation: Invocation = { isDead: false, die: reject };
      work(this.#gated(ports, invocation)).then(
        (result) => !invocation.isDead && resolve(result),
        (error: unknown) => !invocation.isDead && reject(error as Error),
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
    const { store, workflows, scripts, aws } = ports;
    return {
      ...ports,
      store: {
        get: (key) => pass(() => store.get(key)),
        list: (query) => pass(() => store.list(query)),
        write: (changes) => pass(() => store.write(changes)),
      },
      workflows: {
        start: async (machine, name, input, written) => {
          await written;
          await pass(() => workflows.start(machine, name, input));
        },
        succeed: (token, output) => pass(() => workflows.succeed(token, output)),
        fail: (token, error, cause) => pass(() => workflows.fail(token, error, cause)),
        stop: (machine, name) => pass(() => workflows.stop(machine, name)),
      },
      scripts: { start: (job) => pass(() => scripts.start(job)), stop: (id) => pass(() => scripts.stop(id)) },
      aws: { call: (call) => pass(() => aws.call(call)) },
    };
  }

  /** Waits until the seed lets it go on, or for ever where it dies here. */
  async #turn(invocation: Invocation, crash: number): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!invocation.isDead && this.#random.happens(crash)) {
      invocation.isDead = true;
      invocation.die(new Fault('The function ended in the middle.'));
    }
    if (invocation.isDead) await new Promise(() => {});
  }
}
