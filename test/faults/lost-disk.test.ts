import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer } from '../../bench/server.ts';

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 }).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'lost-disk-'));
const image = join(folder, 'image');
const disk = join(folder, 'disk');
mkdirSync(disk);

/** A disk of its own in a file; there only where this user may mount one. */
const isMounted =
  run('truncate', '-s', '40M', image) && run('mkfs.ext4', '-q', image) && run('mount', '-o', 'loop', image, disk);
if (!isMounted) console.warn('SKIPPED: a disk that is lost was not tried, for no file can be mounted as one here');

let server: Server | undefined;
afterAll(() => {
  if (server && existsSync(`/proc/${server.pid}`)) process.kill(server.pid, 'SIGKILL');
  if (isMounted) run('umount', '-l', disk);
  rmSync(folder, { recursive: true });
});

const gate = { name: 'gate', action: 'aws:pause', inputs: {} };
const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [gate] });

(isMounted ? describe : describe.skip)('a disk that turns read-only while the program works', () => {
  it('stops it, and has all that was acknowledged when it is mounted again', async () => {
    const data = join(disk, 'data');
    server = await startServer(data);
    const call = server.client(1);
    const start = () => call('StartAutomationExecution', { DocumentName: 'Gate' });
    await call('CreateDocument', { Name: 'Gate', DocumentType: 'Automation', Content });
    const { AutomationExecutionId: id } = await start();

    // As the kernel does itself where a disk fails.
    expect(run('mount', '-o', 'remount,abort', disk)).toBe(true);

    await expect(start()).rejects.toThrow(/503 .*Nothing can be written to the data folder \((EIO|EROFS|disk I\/O)/);
    await expect(start()).rejects.toThrow(/503 /);
    expect((await fetch(new URL('/health', server.url))).status).toBe(503);
    await server.kill('SIGKILL');
    expect(run('umount', disk) && run('mount', '-o', 'loop', image, disk)).toBe(true);
    server = await startServer(data);
    const input = { AutomationExecutionId: id };
    expect(await server.client(1)('GetAutomationExecution', input)).toMatchObject({
      AutomationExecution: { AutomationExecutionId: id, AutomationExecutionStatus: 'Waiting' },
    });
    await server.kill('SIGTERM');
  }, 90_000);
});
