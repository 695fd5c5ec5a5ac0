import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import { openRunning, type Running } from '../../../running.ts';
import { people } from './people.ts';
import { script, set, variables } from './runbook-steps.ts';

const withOutput = { ...variables, outputs: ['s.N'] };
const pause = { name: 'gate', action: 'aws:pause', inputs: {} };
const nap = (rest: object = {}) => ({ name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1H' }, ...rest });
const failed = { status: 'Failed' as const, message: 'no', log: '' };

describe('a run in Interactive mode', () => {
  let running: Running;
  let act: ReturnType<typeof people>;
  beforeEach(async () => {
    running = await openRunning();
    act = people(running);
  });

  it('starts Waiting, runs one step at a time, and ends when it is completed', async () => {
    const id = await running.runInteractive([set('a'), script('s'), set('b')], withOutput);
    expect(await running.reach(id, 'Waiting')).toMatchObject({ Mode: 'Interactive', StepExecutionsTruncated: false });
    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['a', 'Pending'],
      ['s', 'Pending'],
      ['b', 'Pending'],
    ]);

    await act.startStep(id, 'a');
    expect(await act.status(id)).toBe('Waiting');
    await act.startStep(id, 's');
    expect(await running.reach(id, 'InProgress')).toMatchObject({ CurrentStepName: 's' });
    await running.finishScript({ status: 'Success', payload: { n: 6 }, log: '' });
    const held = await running.reach(id, 'Waiting');
    await act.startStep(id, 'b');
    await act.stop(id, 'Complete');

    expect(held).not.toHaveProperty('CurrentStepName');
    const ended = await running.reach(id, 'Success');
    expect(ended).toMatchObject({ Mode: 'Interactive', Outputs: { 's.N': ['6'] }, Variables: { Last: ['b'] } });
    expect(ended.ExecutionEndTime).toBeInstanceOf(Date);
    expect(await running.steps(id)).toEqual([
      ['a', 'Success'],
      ['s', 'Success'],
      ['b', 'Success'],
    ]);
  });

  it('tells the bus each status once', async () => {
    const id = await running.runInteractive([set('a'), pause], variables);
    await running.settled();
    await act.startStep(id, 'a');
    await act.startStep(id, 'gate');
    await act.signal(id, 'Resume');
    await running.settled();
    await act.stop(id, 'Complete');
    await running.reach(id, 'Success');

    expect(running.told()).toEqual([
      'run Waiting',
      'a InProgress',
      'run InProgress',
      'a Success',
      'run Waiting',
      'gate InProgress',
      'run InProgress',
      'gate Waiting',
      'run Waiting',
      'gate Success',
      'run InProgress',
      'run Waiting',
      'run Success',
    ]);
  });

  it('is found by the status it has, and by no action while no step is in flight', async () => {
    const id = await running.runInteractive([set('a'), nap()], variables);
    await running.settled();
    const found = async (Key: 'ExecutionStatus' | 'CurrentAction', Value: string) => {
      const page = await running.client.send(
        new DescribeAutomationExecutionsCommand({ Filters: [{ Key, Values: [Value] }] }),
      );
      return page.AutomationExecutionMetadataList?.map(({ Mode }) => Mode);
    };
    expect(await found('ExecutionStatus', 'Waiting')).toEqual(['Interactive']);

    await act.startStep(id, 'a');
    expect(await found('CurrentAction', 'aws:updateVariable')).toEqual([]);
    expect(await found('ExecutionStatus', 'Waiting')).toEqual(['Interactive']);
    await act.startStep(id, 'nap');

    expect(await found('ExecutionStatus', 'Waiting')).toEqual([]);
    expect(await found('ExecutionStatus', 'InProgress')).toEqual(['Interactive']);
    expect(await found('CurrentAction', 'aws:sleep')).toEqual(['Interactive']);
  });

  it('names the step that may follow each finished one', async () => {
    const branch = {
      name: 'choose',
      action: 'aws:branch',
      inputs: { Choices: [{ NextStep: 'c', Variable: '{{ variable:Last }}', StringEquals: 'a' }], Default: 'b' },
    };
    const id = await running.runInteractive([set('a'), branch, set('b'), set('c', { isEnd: true })], variables);
    await running.settled();
    for (const name of ['a', 'choose', 'c']) await act.startStep(id, name);

    expect((await act.stepExecutions(id)).map(({ StepName, ValidNextSteps }) => [StepName, ValidNextSteps])).toEqual([
      ['a', ['choose']],
      ['choose', ['c']],
      ['c', undefined],
      ['b', undefined],
    ]);
    await expect(act.signal(id, 'StartStep', { StepName: ['b'] })).rejects.toMatchObject({
      message: `Signal StartStep cannot be sent to automation execution ${id}: no step follows; it can be completed or cancelled.`,
    });
  });

  it('fails at once when a step aborts it', async () => {
    const id = await running.runInteractive([script('s'), set('b')], variables);
    await running.settled();
    await act.startStep(id, 's');

    await running.finishScript(failed);

    await running.reach(id, 'Failed');
    expect(await running.steps(id)).toEqual([
      ['s', 'Failed'],
      ['b', 'Pending'],
    ]);
  });

  it.each([
    ['Failed', { onFailure: 'step:c' }],
    ['Success', { onFailure: 'step:c', isCritical: false }],
    ['Success', { onFailure: 'Continue' }],
  ])('ends %s when it is completed after a step failed with %j', async (end, rest) => {
    const id = await running.runInteractive([script('s', rest), set('c')], variables);
    await running.settled();
    await act.startStep(id, 's');
    await running.finishScript(failed);
    expect((await running.reach(id, 'Waiting')).StepExecutions?.[0]?.ValidNextSteps).toEqual(['c']);
    await running.settled();

    await act.stop(id, 'Complete');

    const ended = await running.reach(id, end);
    expect(ended.FailureMessage === undefined).toBe(end === 'Success');
  });

  it('repeats a failing step up to maxAttempts by itself', async () => {
    const id = await running.runInteractive([script('s', { maxAttempts: 2 })], variables);
    await running.settled();
    await act.startStep(id, 's');
    await running.finishScript(failed);
    await running.settled();
    expect([...running.jobs.keys()][0]).toMatch(/\/2$/);

    await running.finishScript({ status: 'Success', payload: { n: 1 }, log: '' });

    await running.reach(id, 'Waiting');
  });

  it('turns a loop as one step', async () => {
    const inputs = { Iterators: ['x', 'y'], IteratorDataType: 'String', Steps: [set('inner'), { ...pause }] };
    const id = await running.runInteractive([{ name: 'loop', action: 'aws:loop', inputs }, set('b')], variables);
    await running.settled();
    await act.startStep(id, 'loop');
    await expect(act.signal(id, 'StartStep', { StepName: ['b'] })).rejects.toMatchObject({
      message: `Signal StartStep cannot be sent to automation execution ${id}: step loop is still InProgress.`,
    });

    for (let turn = 0; turn < 2; turn++) {
      await act.signal(id, 'Resume');
      await running.settled();
    }
    await act.startStep(id, 'b');

    expect((await running.steps(id)).at(-1)).toEqual(['b', 'Success']);
  });

  it.each<[string, () => object[]]>([
    ['before its first step', () => []],
    ['between two steps', () => [set('a')]],
    ['after a step was stopped', () => [nap({ onCancel: 'step:undo' })]],
  ])('is cancelled at once %s', async (_when, before) => {
    const steps = before() as { name: string; action: string }[];
    const id = await running.runInteractive([...steps, set('b'), set('undo', { isEnd: true })], variables);
    await running.settled();
    for (const { name, action } of steps) {
      await act.startStep(id, name);
      if (action === 'aws:sleep') await act.stopStep(id, name);
      await running.settled();
    }

    await act.stop(id, 'Cancel');

    await running.reach(id, 'Cancelled');
    expect((await running.steps(id)).slice(steps.length)).toEqual([
      ['b', 'Pending'],
      ['undo', 'Pending'],
    ]);
  });

  it('follows onCancel without being asked when it is cancelled during a step', async () => {
    const id = await running.runInteractive(
      [nap({ onCancel: 'step:undo' }), set('b'), set('undo'), set('last', { isEnd: true })],
      variables,
    );
    await running.settled();
    await act.startStep(id, 'nap');

    await act.stop(id, 'Cancel');

    await running.reach(id, 'Cancelled');
    expect(await running.steps(id)).toEqual([
      ['nap', 'Cancelled'],
      ['undo', 'Success'],
      ['last', 'Success'],
      ['b', 'Pending'],
    ]);
  });

  it('cancels what was about to start or to be stopped', async () => {
    const id = await running.runInteractive([nap({ onCancel: 'step:undo' }), set('undo', { isEnd: true })], variables);
    await running.settled();
    await act.startStep(id, 'nap');

    await Promise.all([act.stopStep(id, 'nap'), act.stop(id, 'Cancel')]).catch(() => undefined);

    await running.reach(id, 'Cancelled');
    await running.settled();
    expect((await running.steps(id)).map(([, of]) => of)).not.toContain('InProgress');
  });

  it('takes what comes twice, at once or later, as one', async () => {
    const id = await running.runInteractive([set('a'), nap(), set('b')], variables);
    await running.settled();
    const start = (name: string) => act.signal(id, 'StartStep', { StepName: [name] });

    await Promise.all([start('a'), start('a'), start('a')]);
    await running.settled();
    await Promise.all([start('nap'), start('nap')]);
    await running.settled();
    await start('nap');
    await Promise.all([act.stopStep(id, 'nap'), act.stopStep(id, 'nap')]);
    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['a', 'Success'],
      ['nap', 'Cancelled'],
      ['b', 'Pending'],
    ]);
    await Promise.all([act.stop(id, 'Complete'), act.stop(id, 'Complete')]);

    await running.reach(id, 'Success');
    await running.settled();
    expect(running.told().filter((change) => change === 'run Success')).toHaveLength(1);
  });

  it('rests however long nobody says anything, and changes nothing then', async () => {
    const id = await running.runInteractive([set('a'), set('b')], variables);
    await running.settled();
    await act.startStep(id, 'a');
    const before = running.events.length;

    running.clock.advance(31 * 86_400_000);
    await running.settled();
    await running.roles.as('SsmReconcile', () => reconcile(running.ports));
    await running.settled();

    expect(running.events).toHaveLength(before);
    expect(running.calls.SsmAutomationInProgress).toBe(3);
    await act.startStep(id, 'b');
    expect((await running.steps(id)).at(-1)).toEqual(['b', 'Success']);
  });

  it('costs one drive and no more for each thing that is asked', async () => {
    const id = await running.runInteractive([set('a'), set('b')], variables);
    await running.settled();
    for (const name of ['a', 'b']) await act.startStep(id, name);
    await act.stop(id, 'Complete');
    await running.reach(id, 'Success');
    await running.settled();

    expect(running.calls).toEqual({ SsmAutomationInProgress: 4, SsmAutomationWaiting: 3 });
  });

  it('carries on where it was when the program starts again', async () => {
    const file = `${mkdtempSync(`${tmpdir()}/quaymaster-`)}/db`;
    let now = await openRunning(file);
    const id = await now.runInteractive([set('a'), script('s'), set('b')], withOutput);
    const restart = async () => {
      await now.settled();
      const jobs = [...now.jobs];
      now.engine.close();
      now.database.close();
      now = await openRunning(file, now.clock);
      for (const [job, what] of jobs) now.jobs.set(job, what);
    };
    await restart();
    await people(now).startStep(id, 'a');
    await restart();
    await people(now).startStep(id, 's');
    await restart();
    await now.finishScript({ status: 'Success', payload: { n: 2 }, log: '' });
    await restart();
    expect(await now.reach(id, 'Waiting')).toMatchObject({ Mode: 'Interactive' });
    await people(now).startStep(id, 'b');
    await restart();

    await people(now).stop(id, 'Complete');

    expect(await now.reach(id, 'Success')).toMatchObject({ Outputs: { 's.N': ['2'] }, Variables: { Last: ['b'] } });
  });
});
