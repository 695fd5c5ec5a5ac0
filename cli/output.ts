import type { Arguments } from './command.ts';
import type { Entry } from './entry.ts';

/** The option of commands whose answer programs read too: for people in words or as a table, for programs as JSON or YAML. */
export const withOutput = (entry: Entry, usual: 'text' | 'table' = 'table'): Entry =>
  entry.setting('-o, --output <format>', 'how it is told', (setting) =>
    setting.choices([usual, 'json', 'yaml']).default(usual),
  );

/** What a command found out: for programs, and in lines for people. */
export interface Answer {
  value: unknown;
  lines: () => string[];
}

/** The answer as it was asked for, without a last newline. */
export async function answerText({ values }: Arguments, { value, lines }: Answer): Promise<string> {
  if (values.output === 'json') return JSON.stringify(value, null, 2);
  if (values.output !== 'yaml') return lines().join('\n');
  const { dump } = await import('js-yaml');
  return dump(value, { noRefs: true, lineWidth: 120 }).trimEnd();
}

/** Prints the answer as it was asked for; of an empty table nothing. */
export async function tell(given: Arguments, answer: Answer): Promise<void> {
  const text = await answerText(given, answer);
  if (text) console.log(text);
}
