import { execFile } from 'node:child_process';
import { RepositoryRefused } from '../../functions/ports/repository-refused.ts';

/** Names that are good on disk and for Git. */
export const goodName = /^[A-Za-z0-9_][A-Za-z0-9_.-]*\/[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
export const goodBranch = /^(?!.*(\.\.|\/\/|@\{|\.lock$|\/$))[A-Za-z0-9_][A-Za-z0-9_./-]*$/;
const longest = 64 * 1024 ** 2;

/** The commit that a ref is at, or undefined. */
export const commitOf = (path: string, ref: string): Promise<string | undefined> =>
  git(path, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]).catch(() => undefined);

interface GitOptions {
  input?: string;
  env?: Record<string, string>;
  /** The output as it is, with its last line break. */
  isRaw?: boolean;
}

const author = { GIT_AUTHOR_NAME: 'Quaymaster', GIT_AUTHOR_EMAIL: 'quaymaster@localhost' };
const committer = { GIT_COMMITTER_NAME: 'Quaymaster', GIT_COMMITTER_EMAIL: 'quaymaster@localhost' };

/** Runs Git without the settings of whoever runs the program, hooks above all. */
export async function git(path: string, args: string[], options: GitOptions = {}): Promise<string> {
  const output = (await gitBytes(path, args, options)).toString();
  return options.isRaw ? output : output.trimEnd();
}

/** The same, with its output as it is. */
export function gitBytes(path: string, args: string[], { input, env }: GitOptions = {}): Promise<Buffer> {
  const settings = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
  const options = {
    env: { PATH: process.env['PATH'] ?? '', ...settings, ...author, ...committer, ...env },
    maxBuffer: longest,
    encoding: 'buffer',
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile('git', ['-c', 'core.hooksPath=/dev/null', '-C', path, ...args], options, (error, stdout) => {
      if (error) reject((error as NodeJS.ErrnoException).code === 'ENOENT' ? withoutGit() : error);
      else resolve(stdout);
    });
    // Who does not read what it is given ends, and says how.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

const withoutGit = (): RepositoryRefused => new RepositoryRefused('Git is not installed on this machine.');
