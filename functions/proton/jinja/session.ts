import { raise } from './error.ts';
import { Markup } from './values/markup.ts';
import type { Value } from './values/value.ts';

/** What one render may use; all are counts. */
export interface Limits {
  /** Steps: one for each statement, loop turn, call and item that a filter touches. */
  steps: number;
  /** Characters of output, and of any single string on the way. */
  output: number;
  /** Nested macro calls, recursive loops, blocks and nested values. */
  depth: number;
}

/** What an undefined value does when it is used: Jinja2's StrictUndefined, Undefined or ChainableUndefined. */
export type UndefinedKind = 'strict' | 'lenient' | 'chainable';

/** A filter or test: takes the value, the other arguments and the keyword arguments. */
export type Operation = (args: Value[], kwargs: ReadonlyMap<string, Value>) => Value;

/** Everything that one render carries along. Rendering is synchronous, so there is one at a time; a nested render puts the outer one back. */
export interface Session {
  limits: Limits;
  undefined: UndefinedKind;
  filters: ReadonlyMap<string, Operation>;
  tests: ReadonlyMap<string, Operation>;
  steps: number;
  depth: number;
  /** Offset in the template of what is being evaluated. */
  at: number;
  /** Text rendered so far into the innermost buffer. */
  out: string;
  /** State of the `random` filter: the same template gives the same text again. */
  seed: number;
}

/** The limits of a render that names none: far above any template, far below what hurts the process. */
export const defaultLimits: Limits = { steps: 1_000_000, output: 2_000_000, depth: 200 };

const idle: Session = {
  limits: defaultLimits,
  undefined: 'strict',
  filters: new Map(),
  tests: new Map(),
  steps: 0,
  depth: 0,
  at: 0,
  out: '',
  seed: 1,
};

/** The render that is going on. */
export let session: Session = idle;

/** Runs `work` within a session of its own. */
export function within<T>(own: Session, work: () => T): T {
  const outer = session;
  session = own;
  try {
    return work();
  } finally {
    session = outer;
  }
}

/** Counts work; fails when the render has done more than it may. */
export function spend(steps = 1): void {
  session.steps += steps;
  if (session.steps > session.limits.steps)
    raise('LimitError', `the template took more than ${session.limits.steps} steps`);
}

/** Counts the reading of texts, which takes as long as they are. */
export function spendOn(values: readonly Value[]): void {
  for (const value of values) {
    const text = value instanceof Markup ? value.characters : value;
    if (typeof text === 'string' && text.length > 64) spend(text.length / 16);
  }
}

/** Counts a search: a long text that nearly fits everywhere is compared at every place. */
export function spendOnSearch(text: string, sought: string): void {
  spend((text.length / 16) * (1 + sought.length / 128));
}

/** Counts the making of a string and checks the length that it is about to have. */
export function allow(length: number): void {
  if (length <= session.limits.output) return spend(length / 64);
  raise('LimitError', `the template made a text of more than ${session.limits.output} characters`);
}

/** Runs `work` one level deeper. */
export function nested<T>(work: () => T): T {
  if (session.depth >= session.limits.depth) raise('RecursionError', 'maximum recursion depth exceeded');
  session.depth++;
  try {
    return work();
  } finally {
    session.depth--;
  }
}

/** Runs `work` and returns what it printed instead of printing it. */
export function captured(work: () => void): string {
  const outer = session.out;
  session.out = '';
  work();
  const text = session.out;
  session.out = outer;
  return text;
}

/** Prints. */
export function print(text: string): void {
  session.out += text;
  if (session.out.length > session.limits.output) allow(session.out.length);
}
