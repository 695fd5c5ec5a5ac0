import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Change } from '../../functions/ports/pull-request/change.ts';
import {
  type PullRequests,
  type Repositories,
  RepositoryRefused,
} from '../../functions/ports/pull-request/pull-request-provisioner.ts';
import { commitOf, git, goodBranch, goodName } from './git.ts';

/** Git's name for nothing: a ref that must not be there yet. */
const nothing = '0'.repeat(40);

/**
 * Git repositories below `folder`, bare, made when they are first needed: `owner/name` is `folder/owner/name.git`, to be cloned from there. A pull
 * request is a branch; who merges it does so with Git. Each is one commit that changes nothing outside its own files.
 */
export const gitRepositories =
  (folder: string): Repositories =>
  async ({ repository }) => {
    const { name = '', branch = '' } = repository ?? {};
    if (!goodName.test(name) || !goodBranch.test(branch))
      throw new RepositoryRefused(`The repository ${name} with the branch ${branch} cannot be used here.`);
    const path = join(folder, `${name}.git`);
    if (!existsSync(join(path, 'HEAD'))) await create(path, branch);
    const base = await commitOf(path, `refs/heads/${branch}`);
    if (!base) throw new RepositoryRefused(`The repository ${path} has no branch ${branch}.`);
    return pullRequests(path, base);
  };

/** With one empty commit, so that there is something to branch from. */
async function create(path: string, branch: string): Promise<void> {
  mkdirSync(path, { recursive: true });
  await git(path, ['init', '--quiet', '--bare', `--initial-branch=${branch}`]);
  const tree = await git(path, ['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' });
  const commit = await git(path, ['commit-tree', tree, '-m', 'Begin']);
  await git(path, ['update-ref', `refs/heads/${branch}`, commit, nothing]);
}

function pullRequests(path: string, base: string): PullRequests {
  const list = (folder: string) => git(path, ['ls-tree', '-z', base, `${folder}/`]);
  return {
    hasFolder: async (folder) => (await list(folder)) !== '',
    read: async (folder) => {
      const files = new Map<string, string>();
      for (const { name, hash } of blobsIn(await list(folder), folder))
        files.set(name, await git(path, ['cat-file', 'blob', hash], { isRaw: true }));
      return files;
    },
    open: async (change) => {
      const ref = `refs/heads/${change.branch}`;
      if (!(await commitOf(path, ref))) await commit(path, base, change);
      return `branch ${change.branch} of ${path}`;
    },
    isClosed: async (branch) => (await commitOf(path, `refs/quaymaster/closed/${branch}`)) !== undefined,
    close: async (branch) => {
      const commit = await commitOf(path, `refs/heads/${branch}`);
      if (!commit) return;
      await git(path, ['update-ref', `refs/quaymaster/closed/${branch}`, commit]);
      await git(path, ['update-ref', '-d', `refs/heads/${branch}`, commit]);
    },
  };
}

/** Lines of `ls-tree -z`: mode, type and hash, a tab, the path. */
const blobsIn = (listed: string, folder: string): { name: string; hash: string }[] =>
  listed
    .split('\0')
    .map((line) => /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line))
    .filter((match) => match !== null)
    .map(([, hash = '', path = '']) => ({ hash, name: path.slice(folder.length + 1) }));

async function commit(path: string, base: string, { branch, title, files }: Change): Promise<void> {
  const index = join(path, `index-${randomUUID()}`);
  const options = { env: { GIT_INDEX_FILE: index } };
  await git(path, ['read-tree', base], options);
  const entries: string[] = [];
  for (const { path: file, body } of files) {
    const hash = body === undefined ? nothing : await git(path, ['hash-object', '-w', '--stdin'], { input: body });
    entries.push(`${body === undefined ? '0' : '100644'} ${hash}\t${file}\0`);
  }
  await git(path, ['update-index', '-z', '--index-info'], { ...options, input: entries.join('') });
  const tree = await git(path, ['write-tree'], options);
  const made = await git(path, ['commit-tree', tree, '-p', base, '-m', title]);
  // Where it came to be meanwhile, this is the same work begun twice.
  await git(path, ['update-ref', `refs/heads/${branch}`, made, nothing]).catch(async (error: unknown) => {
    if (!(await commitOf(path, `refs/heads/${branch}`))) throw error;
  });
  await rm(index, { force: true });
}
