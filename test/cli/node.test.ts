import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const data = mkdtempSync(join(tmpdir(), 'node-cli-'));
const cli = join(import.meta.dirname, '../../cli/quaymaster.ts');
const run = (...args: string[]) => {
  const done = spawnSync(process.execPath, [cli, ...args, ...(args.length > 1 ? ['--data', data] : [])], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
};

describe('quaymaster node', () => {
  it('makes a node, renews its token into a private file, lists and deletes it', () => {
    const made = run('node', 'create', 'web', '--server-id', 'srv-1', '--tag', 'role=web');
    expect(made).toEqual({
      code: 0,
      err: '',
      out: expect.stringMatching(/^node {3}srv-1\ntoken {2}srv-1\.[\w-]{43}\n$/) as string,
    });

    const file = join(data, 'token');
    expect(run('node', 'token', 'srv-1', '--token-file', file)).toEqual({
      code: 0,
      err: '',
      out: `token  in ${file}\n`,
    });
    expect(JSON.parse(run('node', 'token', 'srv-1', '-o', 'json').out)).toEqual({
      NodeId: 'srv-1',
      Token: expect.stringMatching(/^srv-1\.[\w-]{43}$/),
    });
    expect(JSON.parse(run('node', 'token', 'srv-1', '--token-file', file, '-o', 'json').out)).toEqual({
      NodeId: 'srv-1',
      TokenFile: file,
    });
    expect(readFileSync(file, 'utf8')).toMatch(/^srv-1\.[\w-]{43}\n$/);
    expect(made.out).not.toContain(readFileSync(file, 'utf8').trim());
    expect(statSync(file).mode & 0o777).toBe(0o600);

    expect(run('node', 'list').out).toBe('NODE   AGENT       NAME\nsrv-1  never seen  web\n');
    expect(run('node', 'delete', 'srv-1').out).toBe('deleted srv-1\n');
    expect(run('node', 'list').out).toBe('');
  });

  it.each([
    [
      ['node'],
      'quaymaster: node create, token, list or delete? quaymaster node create NAME (see quaymaster node --help)\n',
    ],
    [['node', 'create'], 'quaymaster: node create needs a name, or --server-id (see quaymaster node create --help)\n'],
    [
      ['node', 'create', 'a', '--tag', 'x'],
      'quaymaster: --tag x is not KEY=VALUE (see quaymaster node create --help)\n',
    ],
    [
      ['node', 'token'],
      'quaymaster: node token needs ID: quaymaster node token ID --token-file token (see quaymaster node token --help)\n',
    ],
    [['agent', 'x'], "quaymaster: agent takes no 'x' (see quaymaster agent --help)\n"],
    [
      ['agent', '--server', 'ftp://x'],
      'quaymaster: --server ftp://x is not an http or https URL (see quaymaster agent --help)\n',
    ],
    [
      ['agent', '--stack', 'a', '--server-id', 'b'],
      'quaymaster: --stack and --server-id do not go together (see quaymaster agent --help)\n',
    ],
  ])('refuses %j', (args, err) => {
    expect(run(...args)).toEqual({ code: 2, out: '', err });
  });
});
