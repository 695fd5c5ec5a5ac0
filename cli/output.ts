import type { Arguments } from './command.ts';
import type { Entry } from './entry.ts';
import { harmlessIn, jsonText } from './harmless.ts';
import { withTimes } from './wire-times.ts';

/** The option of commands whose answer programs read too: for people in words or as a table, for programs as JSON or YAML. */
export const withOutput = (entry: Entry, usual: 'text' | 'table' = 'table'): Entry =>
  entry.setting('-o, --output <format>', 'how it is told', (setting) =>
    setting.choices([...new Set([usual, 'table']), 'json', 'yaml']).default(usual),
  );

/** What a command found out: exact for programs, and in lines for people, who get it with nothing in it that a terminal obeys. */
export interface Answer<Value> {
  value: Value;
  lines: (value: Value) => string[];
}

/** Whether people read the answer: a command in words takes a table for the same. */
export const isForPeople = ({ values: { output } }: Arguments): boolean => output === 'text' || output === 'table';

/** The answer as it was asked for, without a last newline. */
async function answerText<Value>(given: Arguments, { value: found, lines }: Answer<Value>): Promise<string> {
  if (isForPeople(given)) return lines(harmlessIn(found)).join('\n');
  const value = withTimes(found);
  if (given.values.output === 'json') return jsonText(value, 2);
  const { dump } = await import('js-yaml');
  return dump(value, { noRefs: true, lineWidth: 120 }).trimEnd();
}

/** Prints the answer as it was asked for; instead of an empty table, `none` on stderr says so. */
export async function tell<Value>(given: Arguments, answer: Answer<Value>, none?: string): Promise<number> {
  const text = await answerText(given, answer);
  if (text) console.log(text);
  else if (none) console.error(none);
  return 0;
}
