import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Destination } from './fetch-source.ts';
import { basic, DeployFailure, type Source } from './order.ts';
import { exitCodeOf, runProgram, say } from './run-program.ts';

type GitSource = Source & { url: string };

/** Fetches one revision of a repository, with its submodules and without its history; answers with the commit. */
export async function fetchGit(source: GitSource, { folder, work, env }: Destination): Promise<string> {
  const { url, revision = 'HEAD' } = source;
  // Git takes what begins so for an option.
  if (url.startsWith('-') || !/^[^-\s:^~?*[\\][^\s:^~?*[\\]*$/.test(revision))
    throw new DeployFailure(`'${revision}' is no revision of a repository`);
  const place = { cwd: folder, env: { ...env, ...gitEnvironment(source, work) } };
  const git = (...args: string[]) => runProgram(['git', ...args], place);
  say(`git: ${revision} of ${withoutPassword(url)}`);
  await git('init', '--quiet');
  await git('remote', 'add', 'origin', url);
  await git('checkout', '--quiet', '--detach', await fetched(revision, place));
  await git('submodule', '--quiet', 'update', '--init', '--recursive');
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { ...place, encoding: 'utf8' }).trim();
  rmSync(join(folder, '.git'), { recursive: true });
  writeFileSync(join(folder, 'REVISION'), `${commit}\n`);
  say(`git: at ${commit}`);
  return commit;
}

/** Some servers give single commits to nobody: then all branches and tags are fetched. */
async function fetched(revision: string, place: { cwd: string; env: Record<string, string> }): Promise<string> {
  const quiet = ['--quiet', '--no-tags'];
  const code = await exitCodeOf(['git', 'fetch', ...quiet, '--depth', '1', '--', 'origin', revision], place);
  if (code === 0) return 'FETCH_HEAD';
  if (!/^[0-9a-f]{4,40}$/.test(revision)) throw new DeployFailure(`git cannot fetch the revision '${revision}'`, code);
  await runProgram(['git', 'fetch', '--quiet', '--tags', '--', 'origin', '+refs/heads/*:refs/remotes/origin/*'], place);
  return revision;
}

/** Keys and passwords go by the environment and private files, never on a command line. */
function gitEnvironment(
  { url, username = '', password = '', sshKey }: GitSource,
  work: string,
): Record<string, string> {
  const common = { GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh' };
  const ssh = 'ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new';
  const key = join(work, 'ssh-key');
  if (sshKey) writeFileSync(key, `${sshKey.trim()}\n`, { mode: 0o600 });
  const header = password && /^https?:/.test(url) ? `Authorization: Basic ${basic(username, password)}` : undefined;
  return {
    ...common,
    GIT_SSH_COMMAND: sshKey ? `${ssh} -o IdentitiesOnly=yes -i '${key}'` : ssh,
    ...(header && {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `http.${new URL(url).origin}/.extraHeader`,
      GIT_CONFIG_VALUE_0: header,
    }),
  };
}

const withoutPassword = (url: string): string => url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
