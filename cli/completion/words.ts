import type { Argument, Option } from 'commander';
import type { Entry } from '../entry.ts';

/** A word that may come next, and what it is. */
export interface Word {
  word: string;
  text: string;
}

/** An option with a value: the words before it, and what it may be; none where it may be anything, a file above all. */
export interface Valued {
  names: string[];
  choices: string[];
  isPath: boolean;
}

/** What may follow the words of an entry. */
export interface Place {
  /** `` for the root, else `executions list`. */
  path: string;
  commands: Word[];
  options: Word[];
  valued: Valued[];
  /** What its arguments may be, where that is known. */
  choices: string[];
  isFileNext: boolean;
}

/** All that can be typed, place by place. */
export const placesOf = (entry: Entry): Place[] => [placeOf(entry), ...entry.entries.flatMap(placesOf)];

function placeOf(entry: Entry): Place {
  const help = entry.createHelp();
  const options = help.visibleOptions(entry);
  return {
    path: entry.path,
    commands: help.visibleCommands(entry).map((one) => ({ word: one.name(), text: one.description() })),
    options: options.flatMap((one) => namesOf(one).map((word) => ({ word, text: one.description }))),
    valued: options.filter((one) => one.required || one.optional).map(valuedOf),
    choices: entry.registeredArguments.flatMap((one) => one.argChoices ?? []),
    isFileNext: entry.registeredArguments.some(isPath),
  };
}

const namesOf = ({ long, short }: Option): string[] =>
  [long, short].filter((name) => name !== undefined && name !== null);

const valuedOf = (option: Option): Valued => ({
  names: namesOf(option),
  choices: option.argChoices ?? [],
  isPath: /[<[](file|dir|mocks)/.test(option.flags),
});

const isPath = (argument: Argument): boolean => ['file', 'bundle'].includes(argument.name());

/** A text as bash and zsh take it to the letter. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The line of bash and zsh that goes on from a place by its next word; `variable` holds the place. */
export function stepTo({ path }: Place, variable: string): string {
  const words = path.split(' ');
  return `      ${quoted(`${words.slice(0, -1).join(' ')}/${words.at(-1)}`)}) ${variable}=${quoted(path)} ;;`;
}
