import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, identityOf } from '../../agent/process-identity.ts';
import { type Agent, type Depot, openDepot, until } from './depot.ts';

let depot: Depot;
let token: string;
let agent: Agent;

beforeEach(async () => {
  depot = await openDepot();
  token = await depot.node('n1');
  agent = depot.agent(token);
});
afterEach(() => depot.close());

const file = (name: string) => join(depot.folder, name);
/** How often a command ran: each run adds a line. */
const runs = (name: string) => readFileSync(file(name), 'utf8').trim().split('\n').length;
const state = () => file('root/.quaymaster-agent');

describe('quaymaster agent', () => {
  it('runs a script and reports its exit code, its output and its log', async () => {
    await depot.order('a', ['echo hello', 'echo "not so well: ä" >&2', 'exit 3']);

    expect(await depot.over('a')).toMatchObject({
      state: 'failed',
      exitCode: 3,
      stdout: 'hello\n',
      stderr: 'not so well: ä\n',
      payload: {},
    });
    expect((await depot.log('a'))?.split('\n').sort()).toEqual(['', 'hello', 'not so well: ä']);
    await until(() => depot.told.some(({ id }) => id === 'a'));
  });

  it('runs a script as its first line says, where it says, without what the agent has in its environment', async () => {
    await depot.order('a', ['#!/usr/bin/env bash', '[[ $PWD == / ]] && env'], {
      payload: {
        commands: ['#!/usr/bin/env bash', '[[ $PWD == / ]] && env'],
        workingDirectory: '/',
        environment: { GIVEN: '1' },
      },
    });

    const { stdout = '', state: ended } = await depot.over('a');
    expect(ended).toBe('successful');
    expect(stdout.split('\n').map((line) => line.split('=', 1)[0])).toEqual(
      expect.arrayContaining(['PATH', 'HOME', 'LANG', 'GIVEN', 'AWS_SSM_INSTANCE_ID']),
    );
    expect(stdout).toContain('AWS_SSM_INSTANCE_ID=n1');
    expect(stdout).not.toMatch(/SECRET_OF_AGENT|TOKEN|QUAYMASTER/);
  });

  it('runs PowerShell by pwsh, with the exit code of the last program, and says so where that is not installed', async () => {
    await depot.order('a', [], { payload: { shell: 'powershell', commands: ['Write-Output hello'] } });
    const without = await depot.over('a');
    await agent.kill('SIGTERM');
    const pwsh = '#!/bin/sh\nfor last; do :; done\necho "$@"\ncat "$last"\nexit 5\n';
    writeFileSync(join(depot.folder, 'pwsh'), pwsh, { mode: 0o755 });
    agent = depot.agent(token, [], { PATH: `${depot.folder}:${process.env['PATH']}` });

    await depot.order('b', [], { payload: { shell: 'powershell', commands: ['Write-Output hello'] } });

    expect(without).toMatchObject({
      state: 'failed',
      exitCode: 127,
      reason: 'pwsh could not be started: it is not installed',
    });
    const { state: ended, exitCode, stdout } = await depot.over('b');
    expect([ended, exitCode]).toEqual(['failed', 5]);
    expect(stdout).toMatch(
      /^-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Unrestricted -File \S+\/script\.ps1\nWrite-Output hello\nexit \$LASTEXITCODE\n$/,
    );
  });

  it('says what kept a script from starting', async () => {
    await depot.order('a', [], { payload: { commands: ['true'], workingDirectory: '/no/such/folder' } });

    expect(await depot.over('a')).toMatchObject({
      state: 'failed',
      exitCode: 127,
      reason: '/bin/sh could not be started: there is no folder /no/such/folder',
    });
  });

  it('sends the log while the script runs', async () => {
    await depot.order('a', ['echo first', `while [ ! -e ${file('go')} ]; do sleep 0.05; done`, 'echo second']);

    await until(async () => (await depot.log('a')) === 'first\n');
    await depot.order('b', [`touch ${file('go')}`]);
    expect(await depot.over('a')).toMatchObject({ state: 'successful' });
    expect(await depot.log('a')).toBe('first\nsecond\n');
  });

  it('ends a script and all it started when its time is over', async () => {
    await depot.order(
      'a',
      [`(echo $BASHPID > ${file('pid')}; sleep 60) & trap "" TERM; sh -c 'echo $$ > ${file('pid')}; sleep 60'`],
      { timeoutSeconds: 2, waitSeconds: 600 },
    );

    expect(await depot.over('a')).toMatchObject({ state: 'timed_out', reason: 'it took longer than 2 s' });
    const pid = Number(readFileSync(file('pid'), 'utf8'));
    expect(identityOf(pid)).toBeUndefined();
  });

  it('ends a script that somebody cancels', async () => {
    await depot.order('a', [`echo $$ > ${file('pid')}`, 'sleep 60']);
    const pid = await until(() => existsSync(file('pid')) && Number(readFileSync(file('pid'), 'utf8')));
    await depot.cancel('a');

    expect(await depot.over('a')).toMatchObject({ state: 'cancelled', reason: 'it was cancelled' });
    expect(identityOf(pid)).toBeUndefined();
  });

  it('keeps the beginning of an output that has no end', async () => {
    await depot.order('a', ['head -c 20000000 /dev/zero | tr "\\0" x', 'head -c 20000 /dev/zero | tr "\\0" e >&2']);

    const { state: ended, stdout, stderr } = await depot.over('a');
    expect([ended, stdout?.length, stderr?.length]).toEqual(['successful', 24_000, 8_000]);
    const log = await depot.log('a');
    expect(log?.length).toBeGreaterThan(8_388_607);
    expect(log?.length).toBeLessThan(8_389_000);
    expect(log).toMatch(/x\n\[the log ends here: 8 MiB\]\n$/);
  });

  it('removes what one that was killed left of commands it had told of, and nothing of those that run', async () => {
    await depot.order('a', [`touch ${file('began')}; while [ ! -e ${file('go')} ]; do sleep 0.05; done`]);
    await until(() => existsSync(file('began')));
    await agent.kill('SIGKILL');
    const left = join(state(), 'commands', `${'0'.repeat(32)}.1`);
    mkdirSync(left);
    writeFileSync(join(left, 'log'), 'of a command that is over');

    agent = depot.agent(token);
    await until(() => !existsSync(left));
    await depot.order('b', [`touch ${file('go')}`]);

    expect(await depot.over('a')).toMatchObject({ state: 'successful' });
  });

  it('goes on where it was when it is killed, and runs nothing twice', async () => {
    await depot.order('a', [
      `echo run >> ${file('runs')}`,
      `while [ ! -e ${file('go')} ]; do sleep 0.05; done`,
      'echo end; exit 4',
    ]);
    await until(() => existsSync(file('runs')));
    await agent.kill('SIGKILL');
    await depot.order('b', [`touch ${file('go')}`]);
    agent = depot.agent(token);

    expect(await depot.over('a')).toMatchObject({ state: 'failed', exitCode: 4, stdout: 'end\n' });
    expect(runs('runs')).toBe(1);
  });

  it('leaves what runs alone when it is told to end, and reports what ended while it was away', async () => {
    await depot.order('a', [`echo run >> ${file('runs')}`, 'sleep 1', `echo end >> ${file('runs')}`]);
    await until(() => existsSync(file('runs')));
    expect(await agent.kill('SIGTERM')).toBe(0);
    await until(() => runs('runs') === 2);
    expect(await depot.command('a')).toMatchObject({ state: 'running' });

    depot.agent(token);
    expect(await depot.over('a')).toMatchObject({ state: 'successful' });
    expect(runs('runs')).toBe(2);
  });

  it('reports a command as interrupted of which nobody knows how far it came, and ends what is left of it', async () => {
    await depot.order('a', [`echo $$ > ${file('pid')}`, 'sleep 60']);
    const pid = await until(() => existsSync(file('pid')) && Number(readFileSync(file('pid'), 'utf8')));
    const child = identityOf(pid);
    const [folder = ''] = readdirSync(join(state(), 'commands'));
    await until(() => existsSync(join(state(), 'commands', folder, 'child')));
    const { pid: supervisor } = JSON.parse(readFileSync(join(state(), 'commands', folder, 'claim'), 'utf8')) as {
      pid: number;
    };
    await agent.kill('SIGKILL');
    process.kill(supervisor, 'SIGKILL');
    depot.agent(token);

    expect(await depot.over('a')).toMatchObject({
      state: 'interrupted',
      reason: 'the machine or the process that ran it ended before it did',
    });
    await until(() => child && !isAlive(child));
  });

  it('loses no report when the server restarts', async () => {
    await depot.order('a', [`touch ${file('began')}`, 'sleep 1', 'echo end']);
    await until(() => existsSync(file('began')));
    await depot.stop();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await depot.start();

    expect(await depot.over('a')).toMatchObject({ state: 'successful', stdout: 'end\n' });
    expect(agent.output()).not.toMatch(/warn/);
  });

  it.each(['/nodes/poll', '/nodes/begin', '/nodes/finish', '/nodes/log'])(
    'runs a command once when the answer of %s is lost',
    async (path) => {
      depot.dropped.push(path, path);
      await depot.order('a', [`echo run >> ${file('runs')}`]);

      expect(await depot.over('a')).toMatchObject({ state: 'successful' });
      await until(() => depot.dropped.length === 0 || path === '/nodes/log');
      expect(runs('runs')).toBe(1);
    },
  );

  it('lets no second agent work on its folder', async () => {
    await until(() => agent.output().includes('agent started'));
    const other = depot.agent(token);
    const code = await new Promise((resolve) => other.process.on('exit', resolve));

    expect([code, other.output()]).toEqual([
      1,
      expect.stringMatching(/^.*agent started.*\nquaymaster: another agent works on .*journal\.db\n$/),
    ]);
  });

  it('says at once that its token is refused, and goes on with another', async () => {
    await agent.kill('SIGTERM');
    const old = file('old.token');
    writeFileSync(old, 'n1.no-such-token');
    const refused = depot.agent(old);

    await until(
      () => refused.output().includes('the server refuses the token: quaymaster node token makes another'),
      5,
    );
    await depot.order('a', ['true']);
    writeFileSync(old, readFileSync(token));
    await until(() => refused.output().includes('the server answers again'));
  });

  it.each([
    ['--state', 'a-file/state', /^.*agent started.*\nquaymaster: \S+a-file is not a folder\n$/],
    ['--token-file', '.', /^quaymaster: cannot read \S+: EISDIR: .*\n$/],
  ])('says in one line why its %s %s will not do', async (option, path, line) => {
    await agent.kill('SIGTERM');
    writeFileSync(file('a-file'), '');
    const other = depot.agent(token, [option, file(path)]);
    const code = await new Promise((resolve) => other.process.on('close', resolve));

    expect([code, other.output()]).toEqual([1, expect.stringMatching(line)]);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  asRoot('runs commands as somebody else where it is told to', async () => {
    await agent.kill('SIGTERM');
    chmodSync(depot.folder, 0o755);
    depot.agent(token, ['--user', 'nobody']);
    await depot.order('a', [
      'id -un',
      'touch mine',
      'stat -c %U mine',
      `cat ${state()}/journal.db || ls ${state()}/commands`,
    ]);

    expect(await depot.over('a')).toMatchObject({ state: 'failed', stdout: 'nobody\nnobody\n' });
  });

  it('keeps its folder to itself, and no secret once a command is over', async () => {
    await depot.order('a', ['echo very-secret-line']);
    await depot.over('a');
    await until(() => agent.output().includes('command over'));

    expect(statSync(state()).mode & 0o777).toBe(0o700);
    expect(statSync(join(state(), 'journal.db')).mode & 0o777).toBe(0o600);
    for (const name of readdirSync(state()).filter((one) => one.startsWith('journal')))
      expect([name, readFileSync(join(state(), name)).includes('very-secret-line')]).toEqual([name, false]);
    expect(agent.output()).not.toContain('very-secret-line');
  });
});
