import type { Change } from '../pull-request/change.ts';
import type { PullRequests, Repositories } from '../pull-request/pull-request-provisioner.ts';
import { RepositoryRefused } from '../repository-refused.ts';
import { blob, largestInFolder, listed } from './github-files.ts';
import { type GitHub, type GitHubRepository, onGitHub, shaOf } from './github.ts';

/**
 * Repositories on GitHub, through its REST API: the pull request is made of one tree and one commit.
 * Source: https://docs.github.com/en/rest/git, https://docs.github.com/en/rest/pulls/pulls
 */
export const githubRepositories =
  (github: GitHub): Repositories =>
  async ({ repository }) => {
    const { name = '', branch = '' } = repository ?? {};
    return pullRequests(await onGitHub(github, name, 'write'), branch);
  };

async function baseOf(repository: GitHubRepository, branch: string): Promise<string> {
  const sha = await shaOf(repository, branch);
  if (!sha) throw new RepositoryRefused(`The repository ${repository.name} or its branch ${branch} cannot be found.`);
  return sha;
}

function pullRequests(repository: GitHubRepository, base: string): PullRequests {
  let found: Promise<string> | undefined;
  /** Asked once, so that all that is read is of one commit. */
  const sha = () => (found ??= baseOf(repository, base));
  const list = async (path: string) => listed(repository, { sha: await sha(), path });
  return {
    hasFolder: async (folder) => (await list(folder)).length > 0,
    read: async (folder) => {
      const files = new Map<string, string>();
      for (const { name, type, sha, size } of await list(folder))
        // What is larger came from no bundle, so it is not Proton's.
        if (type === 'file' && size <= largestInFolder)
          files.set(name, (await blob(repository, sha, largestInFolder)).toString());
      return files;
    },
    open: async (change) => {
      const { title, branch: head } = change;
      const before = await pullOf(repository, head);
      if (before) return before.html_url;
      if (!(await shaOf(repository, head))) await push(repository, await sha(), change);
      const made = await repository.call('POST', '/pulls', { title, head, base });
      const pull = made.status === 201 ? (made.body as Pull) : await pullOf(repository, head);
      if (!pull) throw new RepositoryRefused(`GitHub did not open a pull request (${made.status}).`);
      return pull.html_url;
    },
    // GitHub closes a pull request whose branch is deleted.
    stateOf: async (branch) => {
      const pull = await pullOf(repository, branch);
      if (!pull) return 'none';
      if (pull.merged_at !== null) return 'merged';
      return pull.state === 'open' ? 'open' : 'closed';
    },
    close: async (branch) => {
      const pull = await pullOf(repository, branch);
      if (pull?.state !== 'open') return;
      const { status } = await repository.call('PATCH', `/pulls/${pull.number}`, { state: 'closed' });
      // Merged meanwhile, it can be closed no more.
      if (status !== 200 && status !== 422) throw new RepositoryRefused(`GitHub did not close it (${status}).`);
    },
  };
}

interface Pull {
  number: number;
  state: string;
  merged_at: string | null;
  html_url: string;
}

async function pullOf({ call, name }: GitHubRepository, branch: string): Promise<Pull | undefined> {
  const query = new URLSearchParams({ head: `${name.split('/')[0]}:${branch}`, state: 'all' }).toString();
  const { status, body } = await call('GET', `/pulls?${query}`);
  if (status !== 200) throw new RepositoryRefused(`The pull requests of ${name} cannot be seen (${status}).`);
  return (body as Pull[])[0];
}

/** A branch that somebody made meanwhile is this same work, begun twice. */
async function push({ call }: GitHubRepository, sha: string, { branch, title, files }: Change): Promise<void> {
  const parent = await call('GET', `/git/commits/${sha}`);
  const tree = await call('POST', '/git/trees', {
    base_tree: (parent.body as { tree: { sha: string } }).tree.sha,
    tree: files.map(({ path, body }) => ({
      path,
      mode: '100644',
      type: 'blob',
      ...(body === undefined ? { sha: null } : { content: body }),
    })),
  });
  const commit = await call('POST', '/git/commits', { message: title, tree: shaIn(tree), parents: [sha] });
  await call('POST', '/git/refs', { ref: `refs/heads/${branch}`, sha: shaIn(commit) });
}

function shaIn({ status, body }: { status: number; body: unknown }): string {
  if (status !== 201) throw new RepositoryRefused(`GitHub did not take the files (${status}).`);
  return (body as { sha: string }).sha;
}
