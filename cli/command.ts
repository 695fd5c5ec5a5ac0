import { readFileSync } from 'node:fs';
import { textOf } from '../local/credentials-file.ts';

/** A command line nobody can run: told in one line, exit code 2; `about` is whose help tells more. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly about: string | undefined;

  constructor(message: string, about?: string) {
    super(message);
    this.about = about;
  }
}

/** What went wrong while a command ran, in one line for whoever typed it: exit code 1. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
}

/** A command line taken apart: `values` by option, as typed, else from the environment, else as usual; what stood alone in `positionals`. */
export interface Arguments {
  values: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
  /** The options that were typed. */
  typed: ReadonlySet<string>;
}

/** What a command does; answers with the exit code. */
export type Body = (given: Arguments) => Promise<number>;

/** The text of a file somebody named. */
export const readText = (file: string): string => reading(file, () => readFileSync(file, 'utf8'));

/** The text of a file that need not be there, empty then. */
export const readIfThere = (file: string): string => reading(file, () => textOf(file));

function reading(file: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw new CommandFailure(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** An option's text; undefined where there is none, or an empty one. */
export function textOption({ values }: Arguments, name: string): string | undefined {
  const given = values[name];
  return typeof given === 'string' ? given || undefined : undefined;
}

/** The values of an option that may be repeated. */
export const listOption = ({ values }: Arguments, name: string): string[] => {
  const given = values[name];
  return Array.isArray(given) ? given : [];
};
