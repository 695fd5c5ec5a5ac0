import type { Operation } from '../session.ts';
import type { Value } from '../values/value.ts';
import { Symbols } from './symbols.ts';

/** The variables that templates see: those given to the render, and those that the template set at its top level. */
export class Context {
  readonly vars = new Map<string, Value>();
  readonly parent: ReadonlyMap<string, Value>;

  constructor(parent: ReadonlyMap<string, Value>) {
    this.parent = parent;
  }

  resolve(name: string): Value | undefined {
    const own = this.vars.get(name);
    return own === undefined ? this.parent.get(name) : own;
  }

  /** A context of its own with more variables. */
  derived(more: Iterable<[string, Value]>): Context {
    return new Context(new Map([...this.parent, ...this.vars, ...more]));
  }
}

/** What a function of the template runs in: its variables, those of the function around it, and the context. */
export interface Env {
  slots: (Value | undefined)[];
  up: Env | undefined;
  context: Context;
}

/** A compiled expression. */
export type Evaluate = (env: Env) => Value;

/** A compiled statement. */
export type Run = (env: Env) => void;

/** What all of one template shares while it is compiled. */
export interface Unit {
  filters: ReadonlyMap<string, Operation>;
  tests: ReadonlyMap<string, Operation>;
  /** How a block runs, by its name. */
  blocks: Map<string, (context: Context) => void>;
  lineAt: (at: number) => number;
}

/** The variables of one function of the template; a function sees those of the ones around it. */
export class FunctionScope {
  readonly parent: FunctionScope | undefined;
  readonly #slots = new Map<string, number>();

  constructor(parent?: FunctionScope) {
    this.parent = parent;
  }

  /** The slot of a variable of this function. */
  own(identifier: string): number {
    const slot = this.#slots.get(identifier) ?? this.#slots.size;
    this.#slots.set(identifier, slot);
    return slot;
  }

  /** Where a variable is: how many functions out, and its slot there. */
  find(identifier: string): { hops: number; slot: number } {
    const slot = this.#slots.get(identifier);
    if (slot !== undefined || this.parent === undefined) return { hops: 0, slot: slot ?? this.own(identifier) };
    const outer = this.parent.find(identifier);
    return { hops: outer.hops + 1, slot: outer.slot };
  }
}

/** Where in the template something is compiled (jinja2.compiler.Frame). */
export interface Frame {
  symbols: Symbols;
  scope: FunctionScope;
  unit: Unit;
  /** At the top level of the template, or in an `if` there: what is set becomes part of the context. */
  toplevel: boolean;
  /** In an `if`: an unknown filter or test is an error only when it is reached. */
  soft: boolean;
}

/** A scope within `frame`, in the same function or in a new one. */
export function innerFrame(frame: Frame, scope = frame.scope): Frame {
  return { symbols: new Symbols(frame.symbols), scope, unit: frame.unit, toplevel: false, soft: false };
}

/** Finds a variable from an env. */
export function reader(frame: Frame, identifier: string): (env: Env) => Value | undefined {
  const { hops, slot } = frame.scope.find(identifier);
  if (hops === 0) return (env) => env.slots[slot];
  if (hops === 1) return (env) => env.up?.slots[slot];
  return (env) => outward(env, hops)?.slots[slot];
}

function outward(env: Env, hops: number): Env | undefined {
  let outer: Env | undefined = env;
  for (let hop = 0; hop < hops; hop++) outer = outer?.up;
  return outer;
}

/** Gives the variables of a scope their first values, as it is entered. */
export function entering(frame: Frame): Run {
  const steps: Run[] = [];
  for (const identifier of frame.symbols.loads.keys()) frame.scope.own(identifier);
  for (const [identifier, load] of frame.symbols.loads) {
    const slot = frame.scope.own(identifier);
    if (load.how === 'resolve') steps.push((env) => (env.slots[slot] = env.context.resolve(load.name)));
    if (load.how === 'missing') steps.push((env) => (env.slots[slot] = undefined));
    const read = load.how === 'alias' ? reader(frame, load.of) : undefined;
    if (read !== undefined) steps.push((env) => (env.slots[slot] = read(env)));
  }
  return sequence(steps);
}

/** Takes the variables of a scope away again, as it is left. */
export function leaving(frame: Frame): Run {
  const slots = [...frame.symbols.loads.keys()].map((identifier) => frame.scope.own(identifier));
  return (env) => {
    for (const slot of slots) env.slots[slot] = undefined;
  };
}

/** Runs steps one after the other. */
export function sequence(steps: Run[]): Run {
  const [first, second, ...more] = steps;
  if (first === undefined) return () => undefined;
  if (second === undefined) return first;
  if (more.length > 0) return (env) => steps.forEach((step) => step(env));
  return (env) => {
    first(env);
    second(env);
  };
}
