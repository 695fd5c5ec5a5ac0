#!/usr/bin/env node
import { CommandFailure, UsageError } from './command.ts';
import type { Entry } from './entry.ts';
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
  mindReaders(entry);
  const body = await entry.body?.();
  try {
    return (await body?.(given)) ?? 0;
  } catch (error) {
    // A body does not know under which name it was called.
    throw error instanceof UsageError && !error.about ? entry.wrong(error.message) : error;
  }
}

const nobodyReads = 141;

/** Whoever reads may stop, as `head` does: then a command ends as SIGPIPE would end it. A server is there for others and goes on. */
function mindReaders({ path }: Entry): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (path === 'start') return;
    if (code !== 'EPIPE') console.error(`quaymaster: cannot write what there is to tell: ${message}`);
    process.exit(code === 'EPIPE' ? nobodyReads : 1);
  });
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
