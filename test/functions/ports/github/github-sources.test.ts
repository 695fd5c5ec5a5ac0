import { githubSources } from '../../../../functions/ports/github/github-sources.ts';
import { readArchive } from '../../../../functions/proton/bundles/archive.ts';
import { fakeGitHub } from './fake-github.ts';

const branch = { provider: 'GITHUB', name: 'me/app', branch: 'main' };

/** GitHub with a repository, and what is read of it. */
function opened(token: string | undefined = 'secret') {
  const github = fakeGitHub();
  return { ...github, sources: githubSources({ http: github.http, token: async () => token }) };
}

describe('a repository on GitHub as a source', () => {
  it('shows its head, its folders and what is in them', async () => {
    const { sources, push, asked } = opened();
    const sha = push({ 'one/v1/schema/schema.yaml': 'a', 'one/v1/b': 'b', 'one/v2/b': 'c', 'one/README.md': 'd' });

    expect(await sources.head(branch)).toBe(sha);
    const folders = await sources.folders(branch, { sha, path: 'one' });
    expect(folders.map(({ name }) => name)).toEqual(['v1', 'v2']);
    const files = await readArchive(await sources.archive(branch, folders[0]?.id ?? ''));
    expect([...files].map(([path, body]) => [path, body.toString()])).toEqual([
      ['schema/schema.yaml', 'a'],
      ['b', 'b'],
    ]);
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'user-agent': 'quaymaster' });
    expect(asked.at(-1)?.headers['accept']).toBe('application/vnd.github.raw+json');
  });

  it('shows branches and paths with signs in them', async () => {
    const { sources, push, asked } = opened();
    const of = { ...branch, branch: 'feature/a b#1' };
    const sha = push({ 'a b/ops?.yaml': 'sync: {}' }, of.branch);

    expect(await sources.head(of)).toBe(sha);
    expect(await sources.file(of, { sha, path: 'a b/ops?.yaml' })).toBe('sync: {}');
    expect(asked[1]?.path).toBe(`/contents/a%20b?ref=${sha}`);
  });

  it('shows a file of the root, and none where there is none', async () => {
    const { sources, push } = opened();
    const sha = push({ 'ops.yaml': 'sync: {}', 'a/b': 'b', link: { link: '/etc/passwd' } });
    const read = (path: string) => sources.file(branch, { sha, path });

    expect(await read('ops.yaml')).toBe('sync: {}');
    expect(await read('a/b')).toBe('b');
    for (const path of ['none', 'a', 'a/none', 'none/a', 'link']) expect(await read(path)).toBeUndefined();
  });

  it('has no head where there is no branch, and no way out of the repository', async () => {
    const { sources, push, asked } = opened();
    const sha = push({ a: 'a' });

    expect(await sources.head({ ...branch, branch: 'none' })).toBeUndefined();
    const before = asked.length;
    expect(await sources.head({ ...branch, branch: '../../contents/a' })).toBeUndefined();
    expect(await sources.folders(branch, { sha, path: '../..' })).toEqual([]);
    expect(await sources.file(branch, { sha, path: '../../user/keys' })).toBeUndefined();
    for (const name of ['../app', 'me/..', 'me/app/more', 'me'])
      await expect(sources.head({ ...branch, name })).rejects.toThrow(`${name} is no name of a repository.`);
    expect(asked).toHaveLength(before);
  });

  it.each<[string, Record<string, string | { size: number }>, string]>([
    ['a file', { 'one/v1/a': { size: 2 * 1024 * 1024 + 1 } }, 'a in a folder of me/app is larger than 2 MiB.'],
    [
      'all files',
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`one/v1/f${at}`, { size: 2_000_000 }])),
      'A folder of me/app is larger than 100 MiB.',
    ],
    [
      'their number',
      Object.fromEntries(Array.from({ length: 1501 }, (_, at) => [`one/v1/f${at}`, ''])),
      'A folder of me/app has more than 1500 files.',
    ],
  ])('is refused before it is fetched where %s goes beyond the limits', async (_, files, message) => {
    const { sources, push, asked } = opened();
    const sha = push(files);
    const [folder] = await sources.folders(branch, { sha, path: 'one' });

    await expect(sources.archive(branch, folder?.id ?? '')).rejects.toMatchObject({
      name: 'RepositoryRefused',
      message,
    });
    expect(asked.filter(({ path }) => path.includes('/blobs/'))).toEqual([]);
  });

  it('refuses a file that is too large', async () => {
    const { sources, push } = opened();
    const sha = push({ 'ops.yaml': { size: 1024 * 1024 + 1 } });

    await expect(sources.file(branch, { sha, path: 'ops.yaml' })).rejects.toThrow(
      'ops.yaml of me/app is larger than 1 MiB.',
    );
  });

  it('leaves links to those who open the archive, who refuse them', async () => {
    const { sources, push } = opened();
    const sha = push({ 'one/v1/a': 'a', 'one/v1/out': { link: '/etc/passwd' } });
    const [folder] = await sources.folders(branch, { sha, path: 'one' });

    await expect(readArchive(await sources.archive(branch, folder?.id ?? ''))).rejects.toThrow('not a symlink');
  });

  it('says what a person must mend, and what may be better later', async () => {
    const { sources, answerWith } = opened();
    const of = (status: number) => {
      answerWith(status);
      return expect(sources.head(branch)).rejects;
    };

    await of(401).toMatchObject({
      name: 'RepositoryRefused',
      message: 'GitHub does not let the token read me/app (401).',
    });
    await of(503).toMatchObject({ name: 'RepositoryUnreachable', message: 'GitHub answered 503 for me/app' });
    await of(429).toMatchObject({ name: 'RepositoryUnreachable' });
    await expect(opened('').sources.head(branch)).rejects.toThrow('There is no token for GitHub to read me/app with.');
  });

  it('reads GitHub only', () => {
    const { sources } = opened();

    expect(['GITHUB', 'GITHUB_ENTERPRISE', 'BITBUCKET'].map((one) => sources.reads(one))).toEqual([true, false, false]);
  });
});
