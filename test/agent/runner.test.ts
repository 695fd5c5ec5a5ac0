import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assign, claim, claimant } from '../../agent/command-folder.ts';
import { follow, launch } from '../../agent/runner.ts';

const root = mkdtempSync(join(tmpdir(), 'runner-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
/** A folder whose program adds a line to the file `ran`. */
function prepared(): { folder: string; ran: string } {
  const folder = join(root, `command-${count++}`);
  const ran = join(folder, 'ran');
  assign(folder, {
    argv: ['/bin/sh', '-c', `echo run >> ${ran}`],
    ...{ cwd: root, env: { PATH: '/usr/bin:/bin' }, timeoutSeconds: 10, secrets: [] },
  });
  return { folder, ran };
}

const patiently = { patience: 30_000, isCancelled: () => false, signal: new AbortController().signal };
const supervisor = join(import.meta.dirname, '../../agent/supervisor.ts');

describe('a command folder', () => {
  it('is run once, whoever else comes for it', async () => {
    const { folder, ran } = prepared();
    launch(folder);
    launch(folder);
    launch(folder);

    expect(await follow(folder, patiently)).toEqual({ state: 'successful', exitCode: 0, stdout: '', stderr: '' });
    await once(spawn(process.execPath, [supervisor, folder]), 'exit');
    expect(readFileSync(ran, 'utf8')).toBe('run\n');
    expect(existsSync(join(folder, 'assignment'))).toBe(false);
  });

  it('is never run once an agent found that nobody had begun', async () => {
    const { folder, ran } = prepared();

    expect(await follow(folder, { ...patiently, patience: 0 })).toBe('neverRan');
    await once(spawn(process.execPath, [supervisor, folder]), 'exit');
    expect(existsSync(ran)).toBe(false);
    expect([claimant(folder), await follow(folder, patiently)]).toEqual(['nobody', 'neverRan']);
  });

  it('is claimed by one of many', () => {
    const { folder } = prepared();

    expect([claim(folder, 'supervisor'), claim(folder, 'nobody'), claim(folder, 'supervisor')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(claimant(folder)).toMatchObject({ pid: process.pid });
  });

  it('has the result of a program that removed its folder for outputs', async () => {
    const folder = join(root, 'outputs-gone');
    const outputs = join(folder, 'outputs');
    assign(folder, {
      argv: ['/bin/sh', '-c', `rmdir ${outputs}; echo done`],
      ...{ cwd: root, env: { PATH: '/usr/bin:/bin' }, timeoutSeconds: 10, secrets: [], outputs },
    });
    mkdirSync(outputs);
    launch(folder);

    expect(await follow(folder, patiently)).toEqual({
      state: 'successful',
      ...{ exitCode: 0, stdout: 'done\n', stderr: '', outputs: {} },
    });
  });

  it('is left alone when the signal comes', async () => {
    const { folder } = prepared();

    expect(await follow(folder, { ...patiently, signal: AbortSignal.timeout(100) })).toBeUndefined();
    expect(claimant(folder)).toBeUndefined();
  });
});
