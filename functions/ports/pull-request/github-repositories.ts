import { type Http, type HttpAnswer, HttpError, type HttpRequest } from '../http.ts';
import type { Change } from './change.ts';
import { RepositoryRefused, RepositoryUnreachable } from '../repository-refused.ts';
import type { PullRequests, Repositories } from './pull-request-provisioner.ts';

/** How GitHub is reached; `token` may write contents and pull requests of the repositories and is fetched for each piece of work. */
export interface GitHub {
  http: Http;
  token: () => Promise<string | undefined>;
  /** `https://api.github.com` unless told; GitHub Enterprise Server has `https://HOST/api/v3`. */
  apiUrl?: string;
}

const timeoutSeconds = 30;
const goodName = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/;

/**
 * Repositories on GitHub, through its REST API: the pull request is made of one tree and one commit.
 * Source: https://docs.github.com/en/rest/git, https://docs.github.com/en/rest/pulls/pulls
 */
export const githubRepositories =
  (github: GitHub): Repositories =>
  async ({ repository }) => {
    const { name = '', branch = '' } = repository ?? {};
    const token = await github.token();
    if (!token) throw new RepositoryRefused(`There is no token for GitHub to open a pull request in ${name} with.`);
    if (!goodName.test(name)) throw new RepositoryRefused(`${name} is no name of a repository.`);
    const call = caller(github, { url: `${github.apiUrl ?? 'https://api.github.com'}/repos/${name}`, name, token });
    return pullRequests(call, { name, branch });
  };

type Call = (method: HttpRequest['method'], path: string, body?: object) => Promise<Answer>;

/** What GitHub said; of the body only what is asked for is read. */
interface Answer {
  status: number;
  body: unknown;
}

/** What pull requests are for. */
interface Base {
  name: string;
  branch: string;
}

/** What only a person can mend is a refusal. Throws RepositoryUnreachable where trying again may do better. */
function caller({ http }: GitHub, { url, name, token }: { url: string; name: string; token: string }): Call {
  return async (method, path, body) => {
    const headers = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'user-agent': 'quaymaster',
      'x-github-api-version': '2022-11-28',
    };
    const text = body ? JSON.stringify(body) : '';
    const request = { method, url: `${url}${path}`, headers, body: text, timeoutSeconds };
    const answer = await http.send(request).catch(unreachable);
    if (answer.status === 401 || answer.status === 403)
      throw new RepositoryRefused(`GitHub does not let the token write to ${name} (${answer.status}).`);
    if (answer.status >= 500 || answer.status === 429)
      throw new RepositoryUnreachable(`GitHub answered ${answer.status} for ${name}`);
    return { status: answer.status, body: parsed(answer) };
  };
}

function unreachable(error: unknown): never {
  if (error instanceof HttpError) throw new RepositoryUnreachable(error.message, { cause: error });
  throw error;
}

function parsed({ body }: HttpAnswer): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function shaOf(call: Call, branch: string): Promise<string | undefined> {
  const { status, body } = await call('GET', `/git/ref/heads/${encodeURIComponent(branch)}`);
  return status === 200 ? (body as { object: { sha: string } }).object.sha : undefined;
}

interface Entry {
  name: string;
  type: string;
  sha: string;
}

async function baseOf(call: Call, { name, branch }: Base): Promise<string> {
  const sha = await shaOf(call, branch);
  if (!sha) throw new RepositoryRefused(`The repository ${name} or its branch ${branch} cannot be found.`);
  return sha;
}

function pullRequests(call: Call, base: Base): PullRequests {
  let found: Promise<string> | undefined;
  /** Asked once, so that all that is read is of one commit. */
  const sha = () => (found ??= baseOf(call, base));
  const list = async (folder: string): Promise<Entry[]> => {
    const path = folder.split('/').map(encodeURIComponent).join('/');
    const { status, body } = await call('GET', `/contents/${path}?ref=${await sha()}`);
    return status === 200 && Array.isArray(body) ? (body as Entry[]) : [];
  };
  return {
    hasFolder: async (folder) => (await list(folder)).length > 0,
    read: async (folder) => {
      const files = new Map<string, string>();
      for (const { name, sha } of (await list(folder)).filter(({ type }) => type === 'file'))
        files.set(name, await contentOf(call, sha));
      return files;
    },
    open: async (change) => {
      const { title, branch: head } = change;
      const before = await pullOf(call, base, head);
      if (before) return before.html_url;
      if (!(await shaOf(call, head))) await push(call, await sha(), change);
      const made = await call('POST', '/pulls', { title, head, base: base.branch });
      const pull = made.status === 201 ? (made.body as Pull) : await pullOf(call, base, head);
      if (!pull) throw new RepositoryRefused(`GitHub did not open a pull request (${made.status}).`);
      return pull.html_url;
    },
    // GitHub closes a pull request whose branch is deleted.
    stateOf: async (branch) => {
      const pull = await pullOf(call, base, branch);
      if (!pull) return 'none';
      if (pull.merged_at !== null) return 'merged';
      return pull.state === 'open' ? 'open' : 'closed';
    },
    close: async (branch) => {
      const pull = await pullOf(call, base, branch);
      if (pull?.state !== 'open') return;
      const { status } = await call('PATCH', `/pulls/${pull.number}`, { state: 'closed' });
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

async function pullOf(call: Call, { name }: Base, branch: string): Promise<Pull | undefined> {
  const query = new URLSearchParams({ head: `${name.split('/')[0]}:${branch}`, state: 'all' }).toString();
  const { status, body } = await call('GET', `/pulls?${query}`);
  if (status !== 200) throw new RepositoryRefused(`The pull requests of ${name} cannot be seen (${status}).`);
  return (body as Pull[])[0];
}

async function contentOf(call: Call, sha: string): Promise<string> {
  const { body } = await call('GET', `/git/blobs/${sha}`);
  return Buffer.from((body as { content: string }).content, 'base64').toString();
}

/** A branch that somebody made meanwhile is this same work, begun twice. */
async function push(call: Call, sha: string, { branch, title, files }: Change): Promise<void> {
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

function shaIn({ status, body }: Answer): string {
  if (status !== 201) throw new RepositoryRefused(`GitHub did not take the files (${status}).`);
  return (body as { sha: string }).sha;
}
