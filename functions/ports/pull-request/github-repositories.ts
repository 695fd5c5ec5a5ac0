import type { Http, HttpAnswer, HttpRequest } from '../http.ts';
import type { Change } from './change.ts';
import { type PullRequests, type Repositories, RepositoryRefused } from './pull-request-provisioner.ts';

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
    const base = await shaOf(call, branch);
    if (!base) throw new RepositoryRefused(`The repository ${name} or its branch ${branch} cannot be found.`);
    return pullRequests(call, { owner: name.split('/')[0] ?? '', branch, sha: base });
  };

type Call = (method: HttpRequest['method'], path: string, body?: object) => Promise<Answer>;

/** What GitHub said; of the body only what is asked for is read. */
interface Answer {
  status: number;
  body: unknown;
}

interface Base {
  owner: string;
  branch: string;
  sha: string;
}

/** What trying again may mend is thrown as it is; what only a person can mend is a refusal. */
function caller({ http }: GitHub, { url, name, token }: { url: string; name: string; token: string }): Call {
  return async (method, path, body) => {
    const headers = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'user-agent': 'quaymaster',
      'x-github-api-version': '2022-11-28',
    };
    const text = body ? JSON.stringify(body) : '';
    const answer = await http.send({ method, url: `${url}${path}`, headers, body: text, timeoutSeconds });
    if (answer.status === 401 || answer.status === 403)
      throw new RepositoryRefused(`GitHub does not let the token write to ${name} (${answer.status}).`);
    if (answer.status >= 500 || answer.status === 429) throw new Error(`GitHub answered ${answer.status} for ${name}`);
    return { status: answer.status, body: parsed(answer) };
  };
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

function pullRequests(call: Call, base: Base): PullRequests {
  const list = async (folder: string): Promise<Entry[]> => {
    const path = folder.split('/').map(encodeURIComponent).join('/');
    const { status, body } = await call('GET', `/contents/${path}?ref=${base.sha}`);
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
      if (!(await shaOf(call, change.branch))) await push(call, base, change);
      const { title, branch: head } = change;
      const made = await call('POST', '/pulls', { title, head, base: base.branch });
      const pull = made.status === 201 ? (made.body as Pull) : await pullOf(call, base, head);
      if (!pull) throw new RepositoryRefused(`GitHub did not open a pull request (${made.status}).`);
      return pull.html_url;
    },
    isClosed: async (branch) => {
      const pull = await pullOf(call, base, branch);
      return pull?.state === 'closed' && pull.merged_at === null;
    },
    close: async (branch) => {
      const pull = await pullOf(call, base, branch);
      if (pull?.state === 'open') await call('PATCH', `/pulls/${pull.number}`, { state: 'closed' });
    },
  };
}

interface Pull {
  number: number;
  state: string;
  merged_at: string | null;
  html_url: string;
}

async function pullOf(call: Call, { owner }: Base, branch: string): Promise<Pull | undefined> {
  const query = new URLSearchParams({ head: `${owner}:${branch}`, state: 'all' }).toString();
  const { status, body } = await call('GET', `/pulls?${query}`);
  return status === 200 ? (body as Pull[])[0] : undefined;
}

async function contentOf(call: Call, sha: string): Promise<string> {
  const { body } = await call('GET', `/git/blobs/${sha}`);
  return Buffer.from((body as { content: string }).content, 'base64').toString();
}

/** A branch that somebody made meanwhile is this same work, begun twice. */
async function push(call: Call, { sha }: Base, { branch, title, files }: Change): Promise<void> {
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
