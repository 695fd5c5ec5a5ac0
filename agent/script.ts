import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Assignment } from './command-folder.ts';
import type { Entry } from './journal.ts';
import type { Surroundings } from './surroundings.ts';

/** The payload of a `script`: lines of a shell script, or of one for PowerShell. */
interface Script {
  shell?: 'sh' | 'powershell';
  commands?: string[];
  workingDirectory?: string;
  environment?: Record<string, string>;
}

/** Makes a script's assignment as SSM's agent does: a file of all lines, run by a shell, whose exit code counts. */
export function scriptAssignment({ payload, timeoutSeconds }: Entry, folder: string, around: Surroundings): Assignment {
  const { shell = 'sh', commands = [], workingDirectory, environment = {} } = payload as Script;
  const work = workFolder(folder, around);
  const file = join(work, shell === 'powershell' ? 'script.ps1' : 'script.sh');
  writeOwned(file, `${commands.join('\n')}\n${shell === 'powershell' ? 'exit $LASTEXITCODE\n' : ''}`, around);
  return {
    argv: shell === 'powershell' ? ['pwsh', ...pwsh, file] : ['/bin/sh', '-c', file],
    cwd: workingDirectory || work,
    env: { ...around.environment, ...environment },
    timeoutSeconds,
    secrets: [],
    ...around.user,
  };
}

const pwsh = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Unrestricted', '-File'];

/** A folder for a command's own files, its user's alone. */
export function workFolder(folder: string, around: Surroundings): string {
  const work = join(folder, 'work');
  mkdirSync(work, { recursive: true, mode: 0o700 });
  // Others find nothing on the way to what is theirs.
  if (around.user) for (const path of [dirname(folder), folder]) chmodSync(path, 0o711);
  giveAway(work, around);
  return work;
}

/** Writes a program for a command's user. */
export function writeOwned(file: string, text: string, around: Surroundings): void {
  writeFileSync(file, text, { mode: 0o700 });
  giveAway(file, around);
}

/** Gives a file or folder to a command's user. */
export function giveAway(path: string, { user }: Surroundings): void {
  if (user) chownSync(path, user.uid, user.gid);
}
