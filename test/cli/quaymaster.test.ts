import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { published } from '../../cli/boot.ts';
import { isHealthy } from '../../cli/client.ts';
import { exportsIn } from '../../local/data-folder.ts';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'quaymaster-'));
const data = join(scratch, 'data');
const clean = { PATH: process.env.PATH ?? '', HOME: scratch };

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function begin(args: string[], env: Record<string, string> = {}): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['cli/quaymaster.js', ...args], { cwd: root, env: { ...clean, ...env } });
  const seen = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (seen.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (seen.err += text.toString()));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, ...seen }))) };
}

const quaymaster = (args: string[], env?: Record<string, string>) => begin(args, env).ended;

/** A server that listens, and its first line. */
async function server() {
  const { child, ended } = begin(['start', '--port', '0', '--data', data]);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (text: Buffer) => resolve(text.toString().split('\n', 1)[0] ?? ''));
    void ended.then(({ err }) => reject(new Error(err)));
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { line, stop };
}

const envOf = () => exportsIn(readFileSync(join(data, 'env'), 'utf8'));

describe('the quaymaster command', () => {
  it('starts, serves who has nothing but the env file, and ends with 0', async () => {
    const policy = join(scratch, 'policy.json');
    writeFileSync(policy, '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:*","Resource":"*"}]}');
    const running = await server();

    const created = await quaymaster(['principal', 'create', 'alice', '--policy', policy], envOf());
    const listed = await quaymaster(['principal', 'list'], envOf());
    const again = await quaymaster(['principal', 'create', 'alice', '--policy', policy], envOf());
    const asAlice = await quaymaster(['principal', 'list'], { ...envOf(), AWS_PROFILE: 'alice' });
    const taken = await quaymaster(['start', '--port', '0', '--data', data]);
    const stopped = await running.stop();

    expect(running.line).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+$/);
    expect(running.line).toBe(`ready ${envOf().AWS_ENDPOINT_URL}`);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(created).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(join(data, 'credentials'), 'utf8')).toContain('[alice]');
    expect(listed.out).toBe(
      'NAME   ARN\nadmin  arn:aws:iam::000000000000:user/admin\nalice  arn:aws:iam::000000000000:user/alice\n',
    );
    expect(again).toMatchObject({
      code: 1,
      err: 'quaymaster: EntityAlreadyExists: User with name alice already exists.\n',
    });
    expect(asAlice.code).toBe(1);
    expect(asAlice.err).toMatch(/^quaymaster: AccessDeniedException: .*\n$/);
    expect(taken.code).toBe(1);
    expect(taken.err).toMatch(/^quaymaster: .* is in use by another program; .*\n$/);
    expect(stopped).toMatchObject({ code: 0, err: '' });
  }, 60_000);

  it('serves on when nobody reads what it prints', async () => {
    const { child, ended } = begin(['start', '--port', '0', '--data', data]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const isOver = ended.then(() => true);
    while (!(await Promise.race([isOver, isHealthy(published(data)?.url ?? '')])));

    const listed = await quaymaster(['principal', 'list'], envOf());
    child.kill('SIGTERM');

    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(await ended).toMatchObject({ code: 0 });
  }, 60_000);

  it('ends without a word when nobody reads what it prints', async () => {
    const { child, ended } = begin(['doctor', '--data', data]);
    child.stdout?.destroy();

    expect(await ended).toMatchObject({ code: 141, err: '' });
  }, 60_000);

  it('says so when what it prints cannot be kept', async () => {
    const done = spawnSync('bash', ['-c', 'node cli/quaymaster.js completion bash > /dev/full'], { cwd: root });

    expect(done.status).toBe(1);
    expect(done.stderr.toString()).toMatch(/^quaymaster: cannot write what there is to tell: ENOSPC.*\n$/);
  });

  it('runs a runbook where no server runs', async () => {
    const done = await quaymaster(['run', 'examples/hello.yaml', 'Name=Ada', 'Language=de', '--yes', '--data', data]);

    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(
      /\ngreet {3}aws:executeScript {5}Success {2}[\d.]+ s\nSuccess after [\d.]+ s\ngreet\.Greeting = Moin, Ada!\n$/,
    );
  }, 60_000);

  it('ends with 1 and the reason when a runbook cannot start', async () => {
    const refused = await quaymaster(['run', 'examples/hello.yaml', 'Language=fr', '--data', data]);

    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^quaymaster: InvalidAutomationExecutionParametersException: .*Language.*\n$/);
  }, 60_000);

  it.each([
    [['nope'], "quaymaster: unknown command 'nope'. Did you mean node? (see quaymaster --help)\n"],
    [
      ['start', '--prot', '1'],
      "quaymaster: unknown option '--prot'. Did you mean --port? (see quaymaster start --help)\n",
    ],
    [['run'], 'quaymaster: run needs FILE: quaymaster run examples/hello.yaml (see quaymaster run --help)\n'],
    [
      ['approvals'],
      'quaymaster: approvals list, approve or reject? quaymaster approvals list (see quaymaster approvals --help)\n',
    ],
  ])('refuses %j with 2', async (args, err) => {
    expect(await quaymaster(args)).toEqual({ code: 2, out: '', err });
  });

  it.each([['--help'], ['start'], ['run'], ['validate'], ['test'], ['wait'], ['principal']])(
    'tells about %s',
    async (name) => {
      const told = await quaymaster([name, '--help']);

      expect(told).toMatchObject({ code: 0, err: '' });
      expect(told.out).toMatch(/^Usage: quaymaster/);
    },
  );
});
