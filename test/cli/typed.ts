import type { Arguments } from '../../cli/command.ts';
import { parse } from '../../cli/parse.ts';
import { program } from '../../cli/program.ts';

/** What a command is given where somebody types this. */
export function given(...words: string[]): Arguments {
  const typed = parse(program(), words);
  if (!typed) throw new Error(`${words.join(' ')} is no command`);
  return typed.given;
}

/** Runs a command in this process; answers with its exit code. */
export async function typed(...words: string[]): Promise<number> {
  const found = parse(program(), words);
  const body = await found?.entry.body?.();
  if (!found || !body) throw new Error(`${words.join(' ')} is no command`);
  return body(found.given);
}
