import { machine } from './machines.ts';
import { rig } from './rig.ts';

describe('retention', () => {
  it('forgets an execution, its name and its history that long after its end', async () => {
    const machines = { m: machine({ Only: { Type: 'Pass', End: true } }) };
    const { database, start, pass, describe: describeExecution, close } = rig(machines, { retention: 3_600_000 });
    const arns = await Promise.all(Array.from({ length: 120 }, (_execution, at) => start('m', {}, `e${at}`)));
    await pass(3540);
    expect(await describeExecution(arns[119] ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    await pass(120);
    await expect(describeExecution(arns[0] ?? '')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    const rows = database
      .prepare('SELECT (SELECT count(*) FROM states_executions) + (SELECT count(*) FROM states_events) AS rows')
      .get();
    expect(rows).toEqual({ rows: 0 });
    await start('m', {}, 'e0');
    close();
  });

  it('keeps all for ever when that is Infinity, and waits for no time then', async () => {
    const machines = { m: machine({ Only: { Type: 'Pass', End: true } }) };
    const { start, pass, describe: describeExecution, close } = rig(machines, { retention: Infinity });
    const arn = await start('m');
    await pass(10_000_000);
    expect(await describeExecution(arn)).toMatchObject({ status: 'SUCCEEDED' });
    close();
  });

  it('keeps what still runs', async () => {
    const machines = { m: machine({ Rest: { Type: 'Wait', Seconds: 100_000, End: true } }) };
    const { start, pass, describe: describeExecution, close } = rig(machines, { retention: 60_000 });
    const arn = await start('m');
    await pass(90_000);
    expect(await describeExecution(arn)).toMatchObject({ status: 'RUNNING' });
    close();
  });
});
