import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The folder of the program: its sources, or an installed package. */
const home = (folder: string): string =>
  existsSync(join(folder, 'package.json')) || folder === dirname(folder) ? folder : home(dirname(folder));

/** Where an example lies, as somebody here would type it. */
export function example(name: string, here = process.cwd()): string {
  const path = join(home(import.meta.dirname), 'examples', name);
  const typed = relative(here, path);
  return typed.startsWith('..') ? path : typed;
}
