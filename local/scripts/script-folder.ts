import { createHash, randomInt } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const isRoot = () => process.getuid?.() === 0;

/**
 * Where the scripts of a data folder have their own folders: in it, unless the server is root. Then scripts run as users that cannot pass the
 * data folder's door, and theirs stand where temporary files do.
 */
export function scriptsFolder(data: string): string {
  if (!isRoot()) return join(data, 'scripts');
  const name = createHash('sha256').update(resolve(data)).digest('hex').slice(0, 16);
  return join(tmpdir(), `quaymaster-${name}`);
}

/** Makes the folder of all scripts' folders; others may pass through it where the scripts' users must, and nobody else may have made it. */
export async function makeScriptsFolder(folder: string): Promise<void> {
  const isNew = await mkdir(folder, { recursive: true, mode: 0o700 });
  // Not by mkdir's mode, which the server's umask makes smaller.
  if (isNew !== undefined && isRoot()) await chmod(folder, 0o711);
  const { uid, mode } = await lstat(folder);
  const isOwn = uid === (process.getuid?.() ?? uid) && (mode & 0o170022) === 0o040000;
  if (!isOwn && process.platform !== 'win32') throw new Error(`${folder} is not a folder of this server's user alone`);
}

/** Numbers that systemd leaves to nobody: on a whole machine, and in a container that has 65,536 users. */
const freeUsers = [
  { first: 1_879_048_192, count: 2 ** 28 },
  { first: 60_001, count: 1_180 },
];

/** Gives a script's folder to a user that nobody else is; undefined for a server without root's powers, whose scripts run as its own user. */
export async function lendFolder(folder: string): Promise<number | undefined> {
  if (!isRoot()) return undefined;
  for (const { first, count } of freeUsers) {
    const user = first + randomInt(count);
    const isLent = await chown(folder, user, user).then(
      () => true,
      () => false,
    );
    if (isLent) return user;
  }
  return undefined;
}
