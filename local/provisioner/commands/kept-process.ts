import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process that a keeper wrote down: its number, and what tells it from a later one of the same number. */
export function processIn(folder: string): number | undefined {
  const [pid = '', boot = '', stat = ''] = textOf(join(folder, 'process')).split('\n');
  const number = Number(pid);
  if (!Number.isInteger(number) || number < 2) return undefined;
  // Without /proc the number alone must do.
  if (boot === '') return isThere(number) ? number : undefined;
  const isSame =
    boot === textOf('/proc/sys/kernel/random/boot_id').trim() && begun(stat) === begun(textOf(`/proc/${number}/stat`));
  return isSame ? number : undefined;
}

/** When a process began, in ticks after the boot: the twenty-second field of its stat; the name before may hold anything. */
const begun = (stat: string): string | undefined => stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
