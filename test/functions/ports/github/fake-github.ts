import { createHash } from 'node:crypto';
import type { Http, HttpRequest } from '../../../../functions/ports/http.ts';
import { HttpError } from '../../../../functions/ports/http.ts';

type File = string | { link: string } | { size: number };

/** As much of GitHub as reading needs, by its documentation: commits of the repository `me/app` by branch, and what it was asked. */
export function fakeGitHub() {
  const branches = new Map<string, { sha: string; files: Record<string, File> }>();
  const asked: { path: string; headers: Record<string, string> }[] = [];
  let status: number | undefined;
  const idOf = (value: unknown): string => createHash('sha1').update(JSON.stringify(value)).digest('hex');
  const under = (files: Record<string, File>, folder: string) =>
    Object.entries(files).flatMap(([path, file]): [string, File][] =>
      path.startsWith(folder) ? [[path.slice(folder.length), file]] : [],
    );
  const everyFile = () => [...branches.values()].flatMap(({ files }) => Object.values(files));
  const textOf = (file: File): string =>
    typeof file === 'string' ? file : 'link' in file ? file.link : 'x'.repeat(Math.min(file.size, 10));
  const sizeOf = (file: File): number => (typeof file === 'object' && 'size' in file ? file.size : textOf(file).length);
  const contents = (folder: string, sha: string): object[] | undefined => {
    const files = [...branches.values()].find((one) => one.sha === sha)?.files ?? {};
    const found = under(files, folder === '' ? '' : `${folder}/`);
    const names = [...new Set(found.map(([path]) => path.split('/')[0] ?? ''))];
    if (names.length === 0) return undefined;
    return names.map((name) => {
      const own = found.find(([path]) => path === name)?.[1];
      if (own === undefined)
        return { name, type: 'dir', size: 0, sha: idOf(under(Object.fromEntries(found), `${name}/`)) };
      return {
        name,
        type: typeof own === 'object' && 'link' in own ? 'symlink' : 'file',
        size: sizeOf(own),
        sha: idOf(own),
      };
    });
  };
  const foldersIn = (files: Record<string, File>) =>
    [
      ...new Set(
        Object.keys(files).flatMap((path) =>
          path
            .split('/')
            .slice(0, -1)
            .map((_, at, all) => `${all.slice(0, at + 1).join('/')}/`),
        ),
      ),
    ].map((folder) => under(files, folder));
  const tree = (id: string): object | undefined => {
    const found = [...branches.values()].flatMap(({ files }) => foldersIn(files)).find((one) => idOf(one) === id);
    const entries = found?.map(([path, file]) => ({
      path,
      mode: typeof file === 'object' && 'link' in file ? '120000' : '100644',
      type: 'blob',
      sha: idOf(file),
      size: sizeOf(file),
    }));
    return entries && { truncated: false, tree: entries };
  };
  const body = (url: string): string | undefined => {
    const path = url.replace('https://api.github.com/repos/me/app', '');
    const [, branch] = /^\/git\/ref\/heads\/(.+)$/.exec(path) ?? [];
    const head = branch && branches.get(decodeURIComponent(branch));
    if (branch) return head ? JSON.stringify({ object: { sha: head.sha } }) : undefined;
    const [, folder = '', at = ''] = /^\/contents\/?([^?]*)\?ref=(.*)$/.exec(path) ?? [];
    if (at) return JSON.stringify(contents(decodeURIComponent(folder), at));
    const [, id] = /^\/git\/trees\/([0-9a-f]+)\?recursive=1$/.exec(path) ?? [];
    if (id) return JSON.stringify(tree(id));
    const [, blob] = /^\/git\/blobs\/([0-9a-f]+)$/.exec(path) ?? [];
    const file = everyFile().find((one) => idOf(one) === blob);
    return file === undefined ? undefined : textOf(file);
  };
  const answered = (url: string, headers: Record<string, string>): { status: number; body: string } => {
    asked.push({ path: url.replace('https://api.github.com/repos/me/app', ''), headers });
    if (status) return { status, body: '' };
    const found = headers['authorization'] === 'Bearer secret' ? body(url) : undefined;
    return found === undefined ? { status: 404, body: '{"message":"Not Found"}' } : { status: 200, body: found };
  };
  const http: Http = {
    send: async ({ url, headers }: HttpRequest) => answered(url, headers),
    download: async ({ url, headers = {}, largest }) => {
      const answer = answered(url, headers);
      if (answer.body.length > largest) throw new HttpError('The answer is larger than it may be');
      return { status: answer.status, body: Buffer.from(answer.body) };
    },
  };
  const push = (files: Record<string, File>, branch = 'main'): string => {
    const sha = idOf([branch, files]);
    branches.set(branch, { sha, files });
    return sha;
  };
  return { http, asked, push, answerWith: (code: number | undefined) => void (status = code) };
}
