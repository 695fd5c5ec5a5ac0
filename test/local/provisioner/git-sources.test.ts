import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchive } from '../../../functions/proton/bundles/archive.ts';
import { gitSources } from '../../../local/provisioner/git-sources.ts';
import { pushedTo } from './pushed-to.ts';

const branch = { provider: 'GITHUB', name: 'me/templates', branch: 'main' };

describe('a repository of this machine as a source', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sources-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const pushed = (files: Record<string, string>) => pushedTo(folder, 'me/templates', files);

  it('shows its head, its folders and what is in them', async () => {
    const sha = pushed({ 'one/v1/schema/schema.yaml': 'a', 'one/v2/b': 'b', 'one/README.md': 'c' });
    const sources = gitSources(join(folder, 'repositories'));

    expect(await sources.head(branch)).toBe(sha);
    const folders = await sources.folders(branch, { sha, path: 'one' });
    expect(folders.map(({ name }) => name)).toEqual(['v1', 'v2']);
    const files = await readArchive(await sources.archive(branch, folders[0]?.id ?? ''));
    expect([...files].map(([path, body]) => [path, body.toString()])).toEqual([['schema/schema.yaml', 'a']]);
  });

  it('shows a file as it is, if it is one of its own', async () => {
    const sha = pushed({ '.proton/ops.yaml': 'sync: {}\n', large: 'x'.repeat(1024 * 1024 + 1) });
    const sources = gitSources(join(folder, 'repositories'));
    const read = (path: string, at = sha) => sources.file(branch, { sha: at, path });

    expect(await read('.proton/ops.yaml')).toBe('sync: {}\n');
    for (const path of ['none', '.proton', '../templates.git/config', '-p', ''])
      expect(await read(path)).toBeUndefined();
    expect(await read('.proton/ops.yaml', 'main')).toBeUndefined();
    await expect(read('large')).rejects.toThrow('large of me/templates is larger than 1 MiB.');
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
