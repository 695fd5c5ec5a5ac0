import type { Ports } from '../../functions/ports/ports.ts';
import type { Outside } from './program.ts';
import type { Rule } from './watch.ts';
import type { World } from './world.ts';

/** Something that may happen next, and how often it does beside the others. */
export type Wish = [share: number, happen: () => unknown];

/** One kind of world: what is there at first, what people and machines outside do, and the promises that hold. */
export interface Scenario {
  /** What the program meets outside beside its records and machines. */
  ports: Partial<Ports>;
  /** What is made of other ports, anew for each function. */
  made?: (ports: Ports) => Partial<Ports>;
  rules: Rule[];
  /** Finishes what a crash cut in two. */
  reconcile: (ports: Ports) => Promise<unknown>;
  /** What is there before anything goes wrong. */
  prepare: (world: World) => Promise<void>;
  /** Some worlds are further on when trouble begins. */
  headStart?: (world: World) => Promise<void>;
  /** Somebody asks for something new. */
  begin: (world: World) => unknown;
  /** What else may happen, once something has begun. */
  wishes: (world: World) => Wish[];
  /** What runs is helped to its end, once a round. */
  help: (world: World) => unknown;
  /** How many rounds it takes, a day each. */
  rounds: (world: World) => number;
  /** What waits although it need not, at a moment when nothing is under way. */
  late: (world: World) => Promise<string[]>;
  /** Which promises were broken, once everything is over. */
  broken: (world: World) => Promise<string[]>;
}

export type OpenScenario = (outside: Outside) => Scenario;
