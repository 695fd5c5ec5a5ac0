import { spawnSync } from 'node:child_process';
import http from 'node:http';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer as startProgram } from '../../bench/server.ts';
import { send } from './malformed/answers.ts';
import { signed } from './malformed/signed.ts';

const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });

/** A disk of a few megabytes; there only where this user may mount one. */
function smallDisk(): string | undefined {
  const place = mkdtempSync(join(tmpdir(), 'small-disk-'));
  if (run('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', place).status === 0) return place;
  rmSync(place, { recursive: true });
  return undefined;
}

const agent = new http.Agent();
const started: number[] = [];

async function startServer(...given: Parameters<typeof startProgram>): Promise<Server> {
  const server = await startProgram(...given);
  started.push(server.pid);
  return server;
}

/** Also those of a test that failed. */
afterEach(() => {
  for (const pid of started.splice(0)) if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
});

const disk = smallDisk();
const itOnDisk = disk === undefined ? it.skip : it;
afterAll(() => {
  if (disk === undefined) return;
  run('umount', '-l', disk);
  rmSync(disk, { recursive: true });
});

const step = { name: 'gate', action: 'aws:pause', inputs: {} };
const Content = JSON.stringify({ schemaVersion: '0.3', parameters: { Text: { type: 'String' } }, mainSteps: [step] });

/** Starts runs, one after the other, until one is refused; answers with those that were acknowledged, and the refusal. */
async function startUntilRefused(server: Server): Promise<{ ids: string[]; refusal: string }> {
  const call = server.client(1);
  const ids: string[] = [];
  for (;;) {
    const input = { DocumentName: 'Gate', Parameters: { Text: ['x'.repeat(5000)] } };
    const answer = await call('StartAutomationExecution', input).catch((error: unknown) => String(error));
    if (typeof answer === 'string') return { ids, refusal: answer };
    ids.push(answer.AutomationExecutionId as string);
  }
}

/** Nothing is taken any more, reads do not pretend either, and the health check says so. */
async function expectStopped(server: Server, words: string): Promise<void> {
  const health = await fetch(new URL('/health', server.url));
  expect([health.status, await health.json()]).toEqual([
    503,
    { __type: 'ServiceUnavailableException', message: expect.stringContaining(words) as string },
  ]);
  await expect(server.client(1)('DescribeAutomationExecutions', {})).rejects.toThrow(/503 .*Nothing can be written/);
}

async function expectThere(server: Server, ids: string[]): Promise<void> {
  const call = server.client(4);
  for (const AutomationExecutionId of ids)
    expect(await call('GetAutomationExecution', { AutomationExecutionId })).toMatchObject({
      AutomationExecution: { AutomationExecutionId },
    });
}

describe('a disk that fails', () => {
  itOnDisk('stops the program when it is full, and loses nothing acknowledged', async () => {
    const data = join(disk ?? '', 'data');
    let server = await startServer(data);
    await server.client(1)('CreateDocument', { Name: 'Gate', DocumentType: 'Automation', Content });
    run(
      'sh',
      '-c',
      `df --output=avail -B1 ${disk} | tail -1 | xargs -I{} sh -c 'head -c $(({} - 3000000)) /dev/zero > ${disk}/filler'`,
    );

    const { ids, refusal } = await startUntilRefused(server);

    expect(refusal).toMatch(/503 .*Nothing can be written to the data folder \(.*no space left/);
    expect(ids.length).toBeGreaterThan(5);
    await expectStopped(server, 'no space left');
    await server.kill('SIGKILL');
    rmSync(join(disk ?? '', 'filler'));
    server = await startServer(data);
    await expectThere(server, ids);
    await server.kill('SIGTERM');
  });

  itOnDisk('refuses an object it has no room for, keeps the one before, and goes on', async () => {
    const server = await startServer(join(disk ?? '', 'objects'));
    const keys = { ...server.keys(), token: '' };
    const ask = (method: string, path: string, body = '') =>
      send(server.url, agent, signed({ method, path, headers: {}, body }, { service: 's3' }, keys));
    await ask('PUT', '/bucket');
    await ask('PUT', '/bucket/a', 'before');

    for (let turn = 0; turn < 3; turn++)
      expect(await ask('PUT', '/bucket/a', 'x'.repeat(20_000_000))).toMatchObject({
        status: 503,
        text: expect.stringMatching(/<Code>ServiceUnavailable<.*\(ENOSPC\)/) as string,
      });

    expect(await ask('GET', '/bucket/a')).toMatchObject({ status: 200, text: 'before' });
    expect(await ask('PUT', '/bucket/b', 'x'.repeat(100_000))).toMatchObject({ status: 200 });
    expect((await fetch(new URL('/health', server.url))).status).toBe(200);
    await server.kill('SIGTERM');
  });

  itOnDisk('is refused at the start where it cannot be written', () => {
    const data = join(disk ?? '', 'data');
    run('mount', '-o', 'remount,ro', disk ?? '');

    const started = run(process.execPath, 'cli/quaymaster.ts', 'start', '--port', '0', '--data', data);
    run('mount', '-o', 'remount,rw', disk ?? '');

    expect(started.status).not.toBe(0);
    expect(started.stderr).toContain('is on a read-only disk');
    expect(started.stderr).not.toContain('    at ');
  });

  it('stops the program when a sync fails, also when the next one would not, and loses nothing acknowledged', async () => {
    const data = mkdtempSync(join(tmpdir(), 'failing-sync-'));
    const fault = join(data, 'fail');
    const env = {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'failing-sync.ts')}`,
      QUAYMASTER_TEST_FAILING_SYNC: fault,
    };
    let server = await startServer(data, 0, env);
    const call = server.client(1);
    await call('CreateDocument', { Name: 'Gate', DocumentType: 'Automation', Content });
    const start = { DocumentName: 'Gate', Parameters: { Text: ['x'] } };
    const { AutomationExecutionId: id } = await call('StartAutomationExecution', start);
    writeFileSync(fault, '');

    await expect(call('StartAutomationExecution', start)).rejects.toThrow(/503 .*EIO/);

    await expectStopped(server, 'EIO');
    rmSync(fault);
    await expect(call('StartAutomationExecution', start)).rejects.toThrow(/503 .*EIO/);
    await server.kill('SIGKILL');
    server = await startServer(data);
    await expectThere(server, [id as string]);
    await server.kill('SIGTERM');
    rmSync(data, { recursive: true });
  });
});

describe('a data folder', () => {
  it('is refused to a second program, which harms nothing', async () => {
    const data = mkdtempSync(join(tmpdir(), 'two-programs-'));
    const server = await startServer(data);
    const call = server.client(1);
    await call('CreateDocument', { Name: 'Gate', DocumentType: 'Automation', Content });

    const second = run(process.execPath, 'cli/quaymaster.ts', 'start', '--port', '0', '--data', data);

    expect([second.status, second.stderr]).toEqual([
      1,
      expect.stringContaining('is in use by another program') as string,
    ]);
    expect(await call('DescribeDocument', { Name: 'Gate' })).toMatchObject({ Document: { Name: 'Gate' } });
    await server.kill('SIGTERM');
    rmSync(data, { recursive: true });
  });

  it('is refused with a clear word where its database is cut', async () => {
    const data = mkdtempSync(join(tmpdir(), 'cut-database-'));
    const server = await startServer(data);
    await server.client(1)('ListDocuments', {});
    await server.kill('SIGTERM');
    run('truncate', '-s', '-100', join(data, 'quaymaster.db'));

    const started = run(process.execPath, 'cli/quaymaster.ts', 'start', '--port', '0', '--data', data);

    expect(started.status).not.toBe(0);
    expect(started.stderr).toContain('is damaged: the database file ends in the middle of a page');
    rmSync(data, { recursive: true });
  });
});
