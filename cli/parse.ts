import { CommanderError, type Option } from 'commander';
import type { Arguments } from './command.ts';
import type { Entry } from './entry.ts';
import { Setting } from './setting.ts';

/** What was typed: the entry, and what is given to it. */
export interface Typed {
  entry: Entry;
  given: Arguments;
}

/** Takes a command line apart; undefined where it asked for help or the version and got that. Throws UsageError. */
export function parse(program: Entry, words: string[]): Typed | undefined {
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    throw error;
  }
  const { typed: entry } = program;
  return entry && { entry, given: givenTo(entry) };
}

function givenTo(entry: Entry): Arguments {
  const typed = entry.options.filter((option) => entry.getOptionValueSource(option.attributeName()) === 'cli');
  const values = entry.options.map((option) => [option.name(), valueOf(entry, option)] as const);
  const missing = entry.options.find(
    (option) => option instanceof Setting && option.isNeeded && valueOf(entry, option) === undefined,
  );
  if (missing instanceof Setting) throw entry.advised(`${entry.path} needs ${missing.term}:`);
  return {
    values: Object.fromEntries(values),
    positionals: entry.args,
    typed: new Set(typed.map((option) => option.name())),
  };
}

function valueOf(entry: Entry, option: Option): Arguments['values'][string] {
  const key = option.attributeName();
  if (entry.getOptionValueSource(key) === 'cli') {
    const typed = entry.getOptionValue(key) as string | boolean | string[];
    if (typed !== '') return typed;
  }
  const variable = option instanceof Setting ? option.variable : undefined;
  const found = variable && process.env[variable];
  if (!found) return option.defaultValue as string | undefined;
  if (option.isBoolean()) return found === '1' || found === 'true';
  return checked(entry, option, found);
}

/** A variable holds what the option may. */
function checked(entry: Entry, option: Option, text: string): string {
  if (option.argChoices && !option.argChoices.includes(text) && option instanceof Setting)
    throw entry.wrong(`${option.variable}=${text} is none of ${option.argChoices.join(', ')}`);
  return text;
}
