import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputsIn } from '../../agent/outputs.ts';

const root = mkdtempSync(join(tmpdir(), 'outputs-'));
const own = process.getuid?.() ?? 0;
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folderWith(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

describe('outputsIn', () => {
  it('reads the files of a folder, and the beginning of one that is too large', () => {
    const folder = folderWith('plain');
    writeFileSync(join(folder, 'out.a'), 'one');
    writeFileSync(join(folder, 'out.b'), 'x');
    truncateSync(join(folder, 'out.b'), 5_000_000_000);

    const { 'out.a': first, 'out.b': second } = outputsIn(folder, own);

    expect([first, second?.length, second?.slice(0, 2)]).toEqual(['one', 262_144, 'x\0']);
  });

  it('reads nothing that is not of the user, wherever a link leads', () => {
    const folder = folderWith('linked');
    writeFileSync(join(root, 'token'), 'of somebody else');
    symlinkSync(join(root, 'token'), join(folder, 'out.a'));
    symlinkSync(root, join(root, 'link'));

    expect([outputsIn(folder, own + 1), outputsIn(join(root, 'link'), own + 1)]).toEqual([{}, {}]);
    expect(outputsIn(folder, own)).toEqual({ 'out.a': 'of somebody else' });
  });

  it('passes over what is no file, and what is not there', () => {
    const folder = folderWith('odd');
    mkdirSync(join(folder, 'out.folder'));
    symlinkSync('nowhere', join(folder, 'out.link'));
    symlinkSync('out.loop', join(folder, 'out.loop'));
    execFileSync('mkfifo', [join(folder, 'out.pipe')]);

    expect([outputsIn(folder), outputsIn(join(root, 'gone'))]).toEqual([{}, {}]);
  });
});
