import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './serve-file.ts';

const names = /^(index\.html|assets\/[\w.-]+)$/;

/** The files of a page that console/build.ts has written into a folder, each read once. */
export function builtFiles(folder: string): Files {
  const read = new Map<string, string>();
  return async (name) => {
    const known = read.get(name);
    if (known !== undefined || !names.test(name)) return known;
    const text = await readFile(join(folder, name), 'utf8').catch(absent);
    if (text !== undefined) read.set(name, text);
    return text;
  };
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
