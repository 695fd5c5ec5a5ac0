import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchive } from '../../../functions/proton/bundles/archive.ts';
import { gitSources } from '../../../local/provisioner/git-sources.ts';

const branch = { provider: 'GITHUB', name: 'me/templates', branch: 'main' };

describe('a repository of this machine as a source', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sources-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Pushes files to the repository; answers with the commit. */
  const pushed = (files: Record<string, string>): string => {
    const bare = join(folder, 'repositories/me/templates.git');
    const work = join(folder, 'work');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        cwd: work,
        encoding: 'utf8',
      }).trim();
    mkdirSync(work, { recursive: true });
    mkdirSync(bare, { recursive: true });
    git('init', '-q', '--bare', '--initial-branch=main', bare);
    git('init', '-q', '--initial-branch=main');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(work, path, '..'), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    git('add', '-A');
    git('commit', '-qm', 'one');
    git('push', '-q', '-f', bare, 'main');
    return git('rev-parse', 'HEAD');
  };

  it('shows its head, its folders and what is in them', async () => {
    const sha = pushed({ 'one/v1/schema/schema.yaml': 'a', 'one/v2/b': 'b', 'one/README.md': 'c' });
    const sources = gitSources(join(folder, 'repositories'));

    expect(await sources.head(branch)).toBe(sha);
    const folders = await sources.folders(branch, { sha, path: 'one' });
    expect(folders.map(({ name }) => name)).toEqual(['v1', 'v2']);
    const files = await readArchive(await sources.archive(branch, folders[0]?.id ?? ''));
    expect([...files].map(([path, body]) => [path, body.toString()])).toEqual([['schema/schema.yaml', 'a']]);
  });

  it('tells the same content by the same id', async () => {
    const before = pushed({ 'one/v1/a': 'a', other: '1' });
    const sources = gitSources(join(folder, 'repositories'));
    const [one] = await sources.folders(branch, { sha: before, path: 'one' });
    const after = pushed({ 'one/v1/a': 'a', other: '2' });

    expect(after).not.toBe(before);
    expect(await sources.folders(branch, { sha: after, path: 'one' })).toEqual([one]);
  });

  it.each([
    ['no repository', { ...branch, name: 'me/none' }],
    ['no branch', { ...branch, branch: 'next' }],
    ['a way out', { ...branch, name: '../templates' }],
    ['an option', { ...branch, branch: '--upload-pack=x' }],
  ])('has no head where there is %s', async (_, of) => {
    pushed({ a: 'a' });

    expect(await gitSources(join(folder, 'repositories')).head(of)).toBeUndefined();
  });

  it('has nothing in what is no folder', async () => {
    const sha = pushed({ 'one/v1/a': 'a' });
    const sources = gitSources(join(folder, 'repositories'));

    for (const path of ['none', '../one', 'one/v1/a', '-x'])
      expect(await sources.folders(branch, { sha, path })).toEqual([]);
    await expect(sources.archive(branch, '--output=/tmp/x')).rejects.toThrow('There is no folder');
  });
});
