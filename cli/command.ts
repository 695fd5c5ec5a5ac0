import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** A command line nobody can run: told in one line, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What went wrong while a command ran, in one line for whoever typed it: exit code 1. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
}

/** A command line taken apart: `values` by option, what stood alone in `positionals`. */
export interface Arguments {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
}

/** The text of a file somebody named. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandFailure(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** One command: its help text, the options it knows, and what it does; `run` answers with the exit code. */
export interface Command {
  help: string;
  options: ParseArgsOptionsConfig;
  run(given: Arguments): Promise<number>;
}

/** Takes a command line apart by a command's options; `--help` always counts. */
export function argumentsOf(args: string[], options: ParseArgsOptionsConfig): Arguments {
  const config: ParseArgsConfig = {
    args,
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
    strict: true,
  };
  try {
    const { values, positionals } = parseArgs(config);
    return { values, positionals };
  } catch (error) {
    throw new UsageError(firstSentence((error as Error).message));
  }
}

/** parseArgs adds advice for odd cases behind its first sentence. */
const firstSentence = (message: string) => message.split(/\.\s|\n/, 1)[0] ?? message;

/** Runs a command, or prints its help when asked for it. */
export async function runCommand(command: Command, args: string[]): Promise<number> {
  const given = argumentsOf(args, command.options);
  if (!given.values.help) return command.run(given);
  console.log(command.help);
  return 0;
}

/** The option of commands whose answer programs read too, and its part of their help. */
export const outputOption = { output: { type: 'string' } } as const;
export const outputHelp = '  --output FORMAT   text or json (text)';

/** Whether the answer is to be JSON. */
export function isJsonWanted(given: Arguments): boolean {
  const output = textOption(given, 'output') ?? 'text';
  if (output !== 'text' && output !== 'json') throw new UsageError(`--output ${output} is neither text nor json`);
  return output === 'json';
}

/** An option's text: as given, else from the environment, else undefined. An empty one counts as absent. */
export function textOption({ values }: Arguments, name: string, variable?: string): string | undefined {
  const given = values[name];
  if (typeof given === 'string') return given || undefined;
  return (variable && process.env[variable]) || undefined;
}
