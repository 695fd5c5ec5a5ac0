import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../local/database/database.ts';
import { WaitingRows } from '../../../local/database/waiting-rows.ts';
import { breakableLog } from '../database/breakable-log.ts';
import { call, machine } from './machines.ts';
import { rig } from './rig.ts';

/** Counts the calls of a method, until what it answers with is called. */
function counting(name: 'put' | 'remove', count: () => void): () => void {
  const prototype = WaitingRows.prototype as unknown as Record<string, (...values: unknown[]) => void>;
  const method = prototype[name];
  if (!method) throw new Error(`There is no ${name}.`);
  prototype[name] = function (...values) {
    count();
    Reflect.apply(method, this, values);
  };
  return () => (prototype[name] = method);
}

describe('turns', () => {
  it('write at most 256 rows and the rest of one execution, however many executions go in lock step', async () => {
    const database = new Database(':memory:');
    const commits: number[] = [];
    let rows = 0;
    const count = () => {
      if (rows === 0) setImmediate(() => (commits.push(rows), (rows = 0)));
      rows += 1;
    };
    const stops = [counting('put', count), counting('remove', count)];
    const states = { One: call('one', { Next: 'Two' }), Two: call('two') };
    const {
      start,
      settle,
      describe: describeExecution,
      close,
    } = rig({ m: machine(states) }, { database, history: 'off' });
    const arns = await Promise.all(Array.from({ length: 1000 }, () => start('m')));
    for (let round = 0; round < 5; round += 1) await settle();
    const ends = await Promise.all(arns.map((arn) => describeExecution(arn)));
    expect(ends.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
    expect(Math.max(...commits)).toBeLessThanOrEqual(256);
    expect(commits.length).toBeGreaterThanOrEqual(8);
    for (const stop of stops) stop();
    close();
  });

  it('let the event loop go on during an endless loop of pure states', async () => {
    const states = { One: { Type: 'Pass', Next: 'Two' }, Two: { Type: 'Pass', Next: 'One' } };
    const {
      engine,
      start,
      settle,
      describe: describeExecution,
      close,
    } = rig({ m: machine(states) }, { history: 'off' });
    const executionArn = await start('m');
    await settle();
    await engine.stopExecution({ executionArn });
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'ABORTED' });
    close();
  });

  it('tell callers and the log when the database fails, and call no handler after that', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'turns-'));
    const { log, breaks } = breakableLog();
    const database = new Database(join(folder, 'db'), { log });
    const called: string[] = [];
    const { start, settle, logged, close } = rig(
      { m: machine({ One: call('one') }) },
      { database, invoke: async (name) => called.push(name) },
    );
    await settle();
    breaks('append', 'ENOSPC: no space left on device, write');
    const both = await Promise.allSettled([start('m'), start('m')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(start('m')).rejects.toThrow('ENOSPC');
    await settle();
    expect(called).toEqual([]);
    expect(logged.join()).toContain('the states engine stopped because its database failed');
    close();
    rmSync(folder, { recursive: true });
  });
});
