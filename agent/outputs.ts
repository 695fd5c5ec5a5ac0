import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync, constants, type Stats } from 'node:fs';
import { join } from 'node:path';

/** The most of an output file that is taken, in bytes. */
const longest = 262_144;

/**
 * The files of a folder for outputs, by name. The command had its way with that folder: what is gone is no output, and what belongs to somebody else
 * than the command's user, which a link may lead to, is not shown to who reads outputs.
 */
export function outputsIn(folder: string, uid?: number): Record<string, string> {
  const isOutput = (file: Stats) => file.isFile() && (uid === undefined || file.uid === uid);
  const found = unlessUnreadable(() => readdirSync(folder)) ?? [];
  return Object.fromEntries(
    found.flatMap((name) => {
      const text = unlessUnreadable(() => textOf(join(folder, name), isOutput));
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function textOf(file: string, isOutput: (file: Stats) => boolean): string | undefined {
  if (!isOutput(statSync(file))) return undefined;
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // It may be another one by now.
    if (!isOutput(fstatSync(handle))) return undefined;
    const bytes = Buffer.alloc(longest);
    return bytes.toString('utf8', 0, readSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
}

function unlessUnreadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}
