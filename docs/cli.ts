import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { program } from '../cli/program.ts';
import { reference } from '../cli/reference.ts';

/** The page that this writes. */
export const page = join(import.meta.dirname, 'cli.md');

/** What it is to say, of the table of commands. */
export const text = (): Promise<string> => format(reference(program()), { parser: 'markdown', printWidth: 120 });

// Without a top-level await, so that tests can load this file.
if (import.meta.main) void text().then((next) => writeFileSync(page, next));
