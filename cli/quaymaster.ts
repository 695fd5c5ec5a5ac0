#!/usr/bin/env node
import { CommandFailure, UsageError } from './command.ts';
import { harmless } from './harmless.ts';
import { parse, type Typed } from './parse.ts';
import { program } from './program.ts';

async function main(words: string[]): Promise<number> {
  const root = program();
  if (words.length === 0) {
    root.outputHelp();
    return 2;
  }
  const typed = parse(root, words);
  return typed ? run(typed) : 0;
}

async function run({ entry, given }: Typed): Promise<number> {
  const body = await entry.body?.();
  try {
    return (await body?.(given)) ?? 0;
  } catch (error) {
    // A body does not know under which name it was called.
    throw error instanceof UsageError && !error.about ? entry.wrong(error.message) : error;
  }
}

function tell(error: unknown): number {
  const isUsage = error instanceof UsageError;
  if (!isUsage && !(error instanceof CommandFailure)) throw error;
  console.error(
    `quaymaster: ${harmless(error.message)}${isUsage ? ` (see ${error.about ?? 'quaymaster'} --help)` : ''}`,
  );
  return isUsage ? 2 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(tell);
