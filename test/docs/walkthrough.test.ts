import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const folders: string[] = [];
const servers: ChildProcess[] = [];

/** The shell blocks of a page. */
const blocksOf = (page: string): string[] =>
  [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);

/** Runs blocks as somebody types them in an empty folder, where a server runs. */
async function typed(blocks: string[]): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'walk-'));
  folders.push(cwd);
  const cli = join(root, 'cli/quaymaster.js');
  const env = { PATH: process.env.PATH ?? '', HOME: cwd };
  const server = spawn(process.execPath, [cli, 'start', '--port', '0'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.stdout.once('data', () => resolve());
    server.once('exit', () => reject(new Error('the server ended')));
  });
  const npx = `npx() { shift; '${process.execPath}' '${cli}' "$@"; }`;
  const { stdout } = await run('bash', ['-c', ['set -e', npx, ...blocks].join('\n')], { cwd, env });
  return stdout;
}

describe('the pages for newcomers', () => {
  afterAll(() => {
    for (const server of servers) server.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it('have a first runbook that works as it stands', async () => {
    const [start, ...blocks] = blocksOf('first-runbook.md');

    const told = await typed(blocks);

    expect(start).toBe('npx quaymaster start\n');
    expect(told).toContain('first.yaml: ok\n');
    expect(told).toContain('name.Tag = v1.4.2\n');
    expect(told).toContain('--- first version 1\n+++ first.yaml\n');
    expect(told).toContain('name.Tag = release-1.5.0\n');
    expect(told).toContain('--- first version 1\n+++ first version 2\n');
  }, 120_000);

  it('have an approval by two that works as it stands', async () => {
    const told = await typed(blocksOf('approvals.md'));

    expect(told).toMatch(/ admin +in 23 h 59 min +0 of 2 +alice, bob +Release 1\.4\.2\?\n/);
    expect(told).toMatch(/\napproved gate of [0-9a-f-]{36}\napproved gate of [0-9a-f-]{36}\nSuccess after /);
    expect(told).toMatch(/shipit[^\n]*\n$/);
  }, 120_000);
});
