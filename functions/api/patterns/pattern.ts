import { createContext, Script, type Context } from 'node:vm';
import { javaScriptSource, leadingFlags } from './java-pattern.ts';
import { memoize } from '../memoize.ts';

/** An allowedPattern that is not a regular expression we can run. */
export class InvalidPattern extends Error {
  override name = 'InvalidPattern';
}

/** An allowedPattern that did not come to a decision about a text in time. */
export class PatternTimeout extends Error {
  override name = 'PatternTimeout';
}

interface Compiled {
  test: (text: string) => boolean;
  /** How many ways a text of this length can be tried at most. */
  ways: (length: number) => number;
}

// Far beyond any real one, and short enough for V8 to compile whatever it says.
const LONGEST_PATTERN = 4096;
const MOST_STEPS = 1_000_000;
const TIMEOUT_MILLISECONDS = 100;
const MOST_MILLISECONDS = 50;
const SCRIPT = new Script('test()');
const PART =
  /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?(?:<?[=!]|:|<\w+>|[a-z-]+:)|\)(?:[*+]|\{)|([*+]|\{\d+,\d*\})|([?|])/g;

const whole = memoize((pattern) => compile(pattern, (source) => `^(?:${source})$`), 1000);
const anywhere = memoize((pattern) => compile(pattern, (source) => source), 1000);
let sandbox: Context | undefined;

/**
 * Whether a Java regular expression from a document matches the whole text (`String.matches`). A pattern that could backtrack for long runs
 * under a time limit and throws PatternTimeout at its end.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const { test, ways } = whole(pattern);
  const isQuick = ways(text.length) * (text.length + pattern.length) <= MOST_STEPS;
  return isQuick ? test(text) : testInTime(() => test(text));
}

/** Whether a text holds a match of the pattern anywhere (`Matcher.find`), within the same limits. */
export function findsPattern(pattern: string, text: string): boolean {
  const { test, ways } = anywhere(pattern);
  const isQuick = ways(text.length) * (text.length + 1) * (text.length + pattern.length) <= MOST_STEPS;
  return isQuick ? test(text) : testInTime(() => test(text));
}

/** Throws InvalidPattern, in words, unless the pattern can be run. */
export function checkPattern(pattern: string): void {
  anywhere(pattern);
}

function compile(pattern: string, placed: (source: string) => string): Compiled {
  if (pattern.length > LONGEST_PATTERN)
    throw new InvalidPattern(`The pattern is longer than ${LONGEST_PATTERN} characters.`);
  const { flags: leading, rest } = leadingFlags(pattern);
  const source = placed(javaScriptSource(rest));
  // Unicode properties and intersections exist in this mode only, and many a document would not compile in it.
  const mode = /\\[pP]\{|&&/.test(source) ? 'v' : '';
  try {
    const expression = new RegExp(source, mode + leading);
    // V8 compiles at the first match, and only then finds some patterns too much.
    testInTime(() => expression.test(''));
    return { test: (text) => expression.test(text), ways: mode === '' ? waysOf(source) : () => Infinity };
  } catch (error) {
    throw new InvalidPattern('The pattern is not a valid regular expression.', { cause: error });
  }
}

// Without a repeated group every quantifier is met once on a way, so the ways multiply and no more.
function waysOf(source: string): (length: number) => number {
  const parts = [...source.matchAll(PART)];
  if (parts.some(([part]) => /^\)[*+{]/.test(part))) return () => Infinity;
  const repeats = parts.filter(([, repeat]) => repeat !== undefined).length;
  const forks = parts.filter(([, , fork]) => fork !== undefined).length;
  return (length) => 2 ** forks * (length + 1) ** repeats;
}

// V8 lets a script's time limit interrupt a running regular expression. That limit is of wall time, in which a busy machine may not have run the
// pattern at all, so only time of the processor ends the trying.
function testInTime(test: () => boolean): boolean {
  sandbox ??= createContext(Object.create(null) as Context);
  sandbox.test = test;
  const begin = processorTime();
  try {
    let result = testOnce(sandbox);
    while (result === undefined && processorTime() - begin < MOST_MILLISECONDS) result = testOnce(sandbox);
    if (result === undefined) throw new PatternTimeout('The pattern takes too long to match.');
    return result;
  } finally {
    sandbox.test = undefined;
  }
}

/** Undefined where the time was over first. */
function testOnce(context: Context): boolean | undefined {
  try {
    return SCRIPT.runInContext(context, { timeout: TIMEOUT_MILLISECONDS }) as boolean;
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  }
}

/** What this thread has used, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

// The error may come from another realm, where instanceof knows nothing.
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
