import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Pushes a commit of just these files to a branch of the bare repository `repositories/NAME.git` in a folder; answers with the commit. */
export function pushedTo(folder: string, name: string, files: Record<string, string>, branch = 'main'): string {
  const bare = join(folder, `repositories/${name}.git`);
  const work = join(folder, 'work');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd: work,
      encoding: 'utf8',
    }).trim();
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(bare, { recursive: true });
  git('init', '-q', '--bare', '--initial-branch=main', bare);
  git('init', '-q', `--initial-branch=${branch}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), text);
  }
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('push', '-q', '-f', bare, branch);
  return git('rev-parse', 'HEAD');
}
