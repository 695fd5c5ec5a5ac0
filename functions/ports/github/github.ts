import { type Http, HttpError, type HttpRequest } from '../http.ts';
import { RepositoryRefused, RepositoryUnreachable } from '../repository-refused.ts';

/** How GitHub is reached; `token` may do with the repositories what they are for and is asked for at each piece of work. */
export interface GitHub {
  http: Http;
  token: () => Promise<string | undefined>;
  /** `https://api.github.com` unless told; GitHub Enterprise Server has `https://HOST/api/v3`. */
  apiUrl?: string;
}

/** A repository on GitHub by its REST API. Throws RepositoryUnreachable where trying again may do better, RepositoryRefused where it may not. */
export interface GitHubRepository {
  name: string;
  /** Of the answer only what is asked for is read. */
  call: (method: HttpRequest['method'], path: string, body?: object) => Promise<{ status: number; body: unknown }>;
  /** What is at a path, as it is; undefined where there is nothing. More than `largest` bytes are none that can be had. */
  bytes: (path: string, largest: number, accept?: string) => Promise<Uint8Array | undefined>;
}

const timeoutSeconds = 30;
const goodName = /^(?!\.+\/)[A-Za-z0-9_.-]+\/(?!\.+$)[A-Za-z0-9_.-]+$/;
const words = {
  write: { begin: 'open a pull request in', go: 'write to' },
  read: { begin: 'read', go: 'read' },
} as const;

/** The repository of a name, to be read or written to. */
export async function onGitHub(
  { http, token: tokenOf, apiUrl = 'https://api.github.com' }: GitHub,
  name: string,
  use: keyof typeof words,
): Promise<GitHubRepository> {
  const token = await tokenOf();
  if (!token) throw new RepositoryRefused(`There is no token for GitHub to ${words[use].begin} ${name} with.`);
  if (!goodName.test(name)) throw new RepositoryRefused(`${name} is no name of a repository.`);
  const urlOf = (path: string): string => `${apiUrl}/repos/${name}${path}`;
  const headersFor = (accept = 'application/vnd.github+json') => ({
    accept,
    authorization: `Bearer ${token}`,
    'user-agent': 'quaymaster',
    'x-github-api-version': '2022-11-28',
  });
  const checked = <Answer extends { status: number }>(answer: Answer): Answer => {
    const { status } = answer;
    if (status === 401 || status === 403)
      throw new RepositoryRefused(`GitHub does not let the token ${words[use].go} ${name} (${status}).`);
    if (status >= 500 || status === 429) throw new RepositoryUnreachable(`GitHub answered ${status} for ${name}`);
    return answer;
  };
  return {
    name,
    call: async (method, path, body) => {
      const text = body ? JSON.stringify(body) : '';
      const request = { method, url: urlOf(path), headers: headersFor(), body: text, timeoutSeconds };
      const answer = checked(await http.send(request).catch(unreachable));
      return { status: answer.status, body: parsed(answer.body) };
    },
    bytes: async (path, largest, accept) => {
      const file = { url: urlOf(path), headers: headersFor(accept), timeoutSeconds, largest };
      const answer = checked(await http.download(file).catch(unreachable));
      return answer.status === 200 ? answer.body : undefined;
    },
  };
}

function unreachable(error: unknown): never {
  if (error instanceof HttpError) throw new RepositoryUnreachable(error.message, { cause: error });
  throw error;
}

function parsed(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The commit that a branch is at; undefined where there is no such repository or branch. */
export async function shaOf({ call }: GitHubRepository, branch: string): Promise<string | undefined> {
  const { status, body } = await call('GET', `/git/ref/heads/${encodeURIComponent(branch)}`);
  return status === 200 ? (body as { object: { sha: string } }).object.sha : undefined;
}

/** A path as it stands in a URL; undefined for one that leads elsewhere there. */
export function pathInUrl(path: string): string | undefined {
  const parts = path.split('/');
  return parts.some((part) => part === '.' || part === '..') ? undefined : parts.map(encodeURIComponent).join('/');
}
