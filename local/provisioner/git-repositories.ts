import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Change, metadata } from '../../functions/ports/pull-request/change.ts';
import type {
  PullRequests,
  PullRequestState,
  Repositories,
} from '../../functions/ports/pull-request/pull-request-provisioner.ts';
import { RepositoryRefused } from '../../functions/ports/repository-refused.ts';
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
    return pullRequests(join(folder, `${name}.git`), branch);
  };

/** The commit that pull requests are for; a repository that is not there, or was not made to the end, is made. */
async function baseOf(path: string, branch: string): Promise<string> {
  if (!existsSync(join(path, 'HEAD')) || (await isEmpty(path))) await create(path, branch);
  const base = await commitOf(path, `refs/heads/${branch}`);
  if (!base) throw new RepositoryRefused(`The repository ${path} has no branch ${branch}.`);
  return base;
}

/** Without anything in it: so a crash leaves it between its making and its first commit. */
const isEmpty = async (path: string): Promise<boolean> => (await git(path, ['for-each-ref', '--count=1'])) === '';

/** With one empty commit, so that there is something to branch from. */
async function create(path: string, branch: string): Promise<void> {
  mkdirSync(path, { recursive: true });
  await git(path, ['init', '--quiet', '--bare', `--initial-branch=${branch}`]);
  const tree = await git(path, ['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' });
  const commit = await git(path, ['commit-tree', tree, '-m', 'Begin']);
  await git(path, ['update-ref', `refs/heads/${branch}`, commit, nothing]);
}

const headOf = (branch: string): string => `refs/heads/${branch}`;
/** What was opened, and what was closed without being merged: these stay when the branch is deleted. */
const openedRef = (branch: string): string => `refs/quaymaster/opened/${branch}`;
const closedRef = (branch: string): string => `refs/quaymaster/closed/${branch}`;

function pullRequests(path: string, branch: string): PullRequests {
  let found: Promise<string> | undefined;
  const base = () => (found ??= baseOf(path, branch));
  const list = async (folder: string) => git(path, ['ls-tree', '-z', await base(), `${folder}/`]);
  return {
    hasFolder: async (folder) => (await list(folder)) !== '',
    read: async (folder) => {
      const files = new Map<string, string>();
      for (const { name, hash } of blobsIn(await list(folder), folder))
        files.set(name, await git(path, ['cat-file', 'blob', hash], { isRaw: true }));
      return files;
    },
    open: async (change) => {
      if (!(await openedOf(path, change.branch))) await commit(path, await base(), change);
      return `branch ${change.branch} of ${path}`;
    },
    stateOf: (head) => stateOf(path, { head, base: headOf(branch) }),
    close: async (head) => {
      const commit = await commitOf(path, headOf(head));
      if (!commit || (await stateOf(path, { head, base: headOf(branch) })) !== 'open') return;
      await update(path, [`update ${closedRef(head)} ${commit}`, `delete ${headOf(head)} ${commit}`]);
    },
  };
}

/** Changes refs, all or none. */
const update = (path: string, changes: string[]): Promise<string> =>
  git(path, ['update-ref', '--stdin'], { input: `${changes.join('\n')}\n` });

const openedOf = async (path: string, branch: string): Promise<string | undefined> =>
  (await commitOf(path, openedRef(branch))) ?? commitOf(path, headOf(branch));

async function stateOf(path: string, { head, base }: { head: string; base: string }): Promise<PullRequestState> {
  if (await commitOf(path, closedRef(head))) return 'closed';
  const opened = await openedOf(path, head);
  if (!opened) return 'none';
  if (await isTaken(path, opened, base)) return 'merged';
  return (await commitOf(path, headOf(head))) ? 'open' : 'closed';
}

/** Whether a branch has what was opened, merged or squashed: the file that names its deployment is the same there. */
async function isTaken(path: string, opened: string, base: string): Promise<boolean> {
  const names = await git(path, ['diff-tree', '--no-commit-id', '--name-only', '-r', '-z', opened]);
  const file = names.split('\0').find((name) => name.endsWith(`/${metadata}`));
  const blob = (commit: string) =>
    git(path, ['rev-parse', '--verify', '--quiet', `${commit}:${file}`]).catch(() => undefined);
  return file !== undefined && (await blob(opened)) === (await blob(base));
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
  await update(path, [`create ${headOf(branch)} ${made}`, `create ${openedRef(branch)} ${made}`]).catch(
    async (error: unknown) => {
      if (!(await openedOf(path, branch))) throw error;
    },
  );
  await rm(index, { force: true });
}
