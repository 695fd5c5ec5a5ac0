import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';

import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/proton.md'), 'utf8');
const [start = '', ...blocks] = [...page.matchAll(/```sh\n([^]*?)\n```/g)].map(([, block = '']) => block);
const run = promisify(execFile);

const scratch = mkdtempSync(join(tmpdir(), 'proton-page-'));
symlinkSync(join(root, 'examples'), join(scratch, 'examples'));
const data = join(scratch, '.quaymaster');

/** What `npm start` does, on a port of its own. */
function started(): Promise<{ server: ChildProcess; url: string }> {
  const env = { PATH: process.env.PATH ?? '', HOME: scratch };
  const args = [join(root, 'cli/quaymaster.js'), 'start', '--port', '0', '--data', data];
  const server = spawn(process.execPath, args, { cwd: scratch, env });
  return new Promise((resolve, reject) => {
    server.stdout.once('data', (text: Buffer) =>
      resolve({ server, url: /^ready (\S+)/.exec(text.toString())?.[1] ?? '' }),
    );
    server.once('close', () => reject(new Error('the server ended')));
  });
}

const hasAws = spawnSync('aws', ['proton', 'wait', 'help']).status === 0;
if (!hasAws)
  console.log('the AWS CLI is not installed, or knows no Proton: the commands of docs/proton.md are not run');

(hasAws ? describe : describe.skip)('the page on Proton', () => {
  it('has commands that work as they stand, from the bundles to the services', async () => {
    expect(start).toContain('. .quaymaster/env');
    const { server } = await started();
    const quaymaster = `npx() { shift; '${process.execPath}' '${join(root, 'cli/quaymaster.js')}' "$@"; }`;
    const script = ['set -e', quaymaster, '. .quaymaster/env', ...blocks, 'aws proton get-service --name shop'].join(
      '\n',
    );
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', AWS_PAGER: '' };

    const { stdout } = await run('bash', ['-c', script], { cwd: scratch, env }).finally(() => server.kill('SIGKILL'));

    expect(stdout).toContain('"key": "ClusterName"');
    expect(stdout).toContain('examples/proton/network: ok (environment template)');
    expect(stdout).toContain("Description: 'production of web'");
    expect(stdout).toMatch(/"name": "shop",[^]*"status": "ACTIVE"/);
  }, 180_000);
});
