import { SendAutomationSignalCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { scriptFinished } from '../../../../functions/ssm/tasks/script-finished.ts';
import { openRunning, type Running } from '../../../running.ts';
import { set, variables } from './runbook-steps.ts';

const pause = { name: 'gate', action: 'aws:pause', inputs: {} };
const nap = (name: string, rest: object = {}) => ({ name, action: 'aws:sleep', inputs: { Duration: 'PT1H' }, ...rest });
const script = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}', InputPayload: { n: 3 } },
  ...rest,
});
const failed = { status: 'Failed' as const, message: "KeyError - 'x'", log: '' };

describe('a run', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const resume = (id: string) =>
    running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
  const stop = (id: string) => running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));

  it('runs ten quick steps with at most 3 transitions, 2 task calls and 22 writes', async () => {
    const written: number[] = [];
    const write = running.ports.store.write.bind(running.ports.store);
    running.ports.store.write = (changes) => (written.push(changes.length), write(changes));
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const warm = await running.run(
      names.map((name) => set(name)),
      variables,
    );
    await running.reach(warm, 'Success');
    written.length = 0;
    running.calls.SsmAutomationInProgress = 0;

    const { StartAutomationExecutionCommand } = await import('@aws-sdk/client-ssm');
    const { AutomationExecutionId: id = '' } = await running.client.send(
      new StartAutomationExecutionCommand({ DocumentName: 'Runbook1' }),
    );
    await running.reach(id, 'Success');

    const history = running.engine.getExecutionHistory({
      executionArn: `${running.engine.stateMachineArn('ssm-automation').replace(':stateMachine:', ':execution:')}:${id}`,
    });
    const transitions = ((await history).events ?? []).filter(({ type = '' }) => type.endsWith('StateEntered'));
    expect(transitions.map(({ type }) => type)).toEqual([
      'TaskStateEntered',
      'ChoiceStateEntered',
      'SucceedStateEntered',
    ]);
    expect(running.calls.SsmAutomationInProgress).toBe(1);
    expect(written.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('sleeps until its time, in progress all the while', async () => {
    const id = await running.run([nap('sleep'), set('b')], variables);
    await running.reach(id, 'InProgress');
    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['sleep', 'InProgress'],
      ['b', 'Pending'],
    ]);

    running.clock.advance(3_600_000);

    await running.reach(id, 'Success');
    expect(await running.steps(id)).toEqual([
      ['sleep', 'Success'],
      ['b', 'Success'],
    ]);
  });

  it('waits at a pause until it is resumed', async () => {
    const id = await running.run([pause, set('b')], variables);
    const waiting = await running.reach(id, 'Waiting');
    expect(waiting).toMatchObject({ CurrentStepName: 'gate', CurrentAction: 'aws:pause' });

    await resume(id);

    expect(await running.reach(id, 'Success')).toMatchObject({ Variables: { Last: ['b'] } });
  });

  it('takes a script’s result as the outputs of its step', async () => {
    const outputs = [
      { Name: 'N', Selector: '$.Payload.n', Type: 'Integer' },
      { Name: 'Gone', Selector: '$.Payload.none', Type: 'String' },
    ];
    const id = await running.run([script('s', { outputs })], { outputs: ['s.N', 's.Gone'] });
    await running.settled();
    expect([...running.jobs.values()]).toMatchObject([
      { runtime: 'python3.11', handler: 'main', payload: { n: 3 }, timeoutSeconds: 600 },
    ]);

    await running.finishScript({ status: 'Success', payload: { n: 6 }, log: '' });

    const none = 'No output available yet because the step is not successfully executed';
    expect((await running.reach(id, 'Success')).Outputs).toEqual({ 's.N': ['6'], 's.Gone': [none] });
  });

  it('runs a script once that ends before its wait is on record', async () => {
    let starts = 0;
    running.ports.scripts.start = async ({ id }) => {
      starts += 1;
      await scriptFinished({ id, result: { status: 'Success', payload: { n: 6 }, log: '' } }, running.ports);
    };

    const id = await running.run([script('s')]);

    await running.reach(id, 'Success');
    expect(starts).toBe(1);
  });

  it('fails with the script’s traceback in the frame of the message', async () => {
    const id = await running.run([script('s'), set('b')], variables);
    await running.settled();

    await running.finishScript(failed);

    const execution = await running.reach(id, 'Failed');
    const message =
      "Step fails when it is Poll action status for completion. KeyError - 'x'. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";
    expect(execution.FailureMessage).toBe(message);
    expect(execution.StepExecutions?.[0]).toMatchObject({
      StepStatus: 'Failed',
      FailureMessage: message,
      FailureDetails: { FailureStage: 'Invocation' },
    });
    expect(execution.StepExecutions?.[1]?.StepStatus).toBe('Pending');
  });

  it('fails the step whose inputs would grow beyond what a record holds, not the one before', async () => {
    const large = '{{ s.Payload }}'.repeat(60);
    const id = await running.run(
      [script('s'), { ...set('grow'), inputs: { Name: 'variable:Last', Value: large } }],
      variables,
    );
    await running.settled();
    await running.finishScript({ status: 'Success', payload: { text: 'x'.repeat(90_000) }, log: '' });

    const execution = await running.reach(id, 'Failed');

    expect(execution.FailureMessage).toMatch(/larger than 105000 characters together\. Please refer/);
    expect(await running.steps(id)).toEqual([
      ['s', 'Success'],
      ['grow', 'Failed'],
    ]);
  });

  it('repeats a failing step up to maxAttempts', async () => {
    const id = await running.run([script('s', { maxAttempts: 3 })]);
    for (let attempt = 1; attempt < 3; attempt++) {
      await running.settled();
      await running.finishScript(failed);
    }
    await running.settled();
    expect([...running.jobs.keys()][0]).toMatch(/\/3$/);

    await running.finishScript({ status: 'Success', payload: null, log: '' });

    await running.reach(id, 'Success');
  });

  it('times out a step that takes longer than its timeoutSeconds', async () => {
    const id = await running.run(
      [script('s', { timeoutSeconds: 30, onFailure: 'step:rollback' }), set('b'), set('rollback', { isEnd: true })],
      variables,
    );
    await running.settled();

    running.clock.advance(36_000);

    await running.reach(id, 'TimedOut');
    expect(await running.steps(id)).toEqual([
      ['s', 'TimedOut'],
      ['rollback', 'Success'],
      ['b', 'Pending'],
    ]);
    expect(running.jobs.size).toBe(0);
  });

  it('fails a step whose inputs refer to an output that is not there', async () => {
    const id = await running.run(
      [
        script('s', { onFailure: 'Continue' }),
        { ...set('b'), inputs: { Name: 'variable:Last', Value: '{{ s.Payload }}' } },
      ],
      variables,
    );
    await running.settled();
    await running.finishScript(failed);

    const execution = await running.reach(id, 'Failed');

    expect(execution.FailureMessage).toMatch(/^Step fails when it is validating and resolving the step inputs\./);
  });

  it('cancels the running step and follows its onCancel', async () => {
    const id = await running.run(
      [nap('a', { onCancel: 'step:undo' }), set('b'), set('undo'), set('last', { isEnd: true })],
      variables,
    );
    await running.settled();

    await stop(id);

    await running.reach(id, 'Cancelled');
    expect(await running.steps(id)).toEqual([
      ['a', 'Cancelled'],
      ['undo', 'Success'],
      ['last', 'Success'],
      ['b', 'Pending'],
    ]);
    await expect(stop(id)).rejects.toMatchObject({ name: 'InvalidAutomationStatusUpdateException' });
  });

  it('waits for a script on the cancel path, and gives up on it after two minutes', async () => {
    const id = await running.run([nap('a', { onCancel: 'step:undo' }), script('undo')]);
    await running.settled();
    await stop(id);
    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['a', 'Cancelled'],
      ['undo', 'InProgress'],
    ]);

    running.clock.advance(119_000);
    await running.settled();
    await running.reach(id, 'Cancelling');

    running.clock.advance(1000);

    await running.reach(id, 'Cancelled');
    expect(running.jobs.size).toBe(0);
  });

  it('kills the script of a cancelled step', async () => {
    const id = await running.run([script('s')]);
    await running.settled();

    await stop(id);

    await running.reach(id, 'Cancelled');
    expect(running.jobs.size).toBe(0);
  });

  it('loops over its iterators and shows each turn', async () => {
    const loop = {
      name: 'loop',
      action: 'aws:loop',
      inputs: {
        Iterators: ['x', 'y'],
        IteratorDataType: 'String',
        Steps: [
          {
            ...set('inner'),
            inputs: {
              Name: 'variable:Last',
              Value: '{{ variable:Last }}/{{ loop.CurrentIteration }}{{ loop.CurrentIteratorValue }}',
            },
          },
        ],
      },
    };
    const id = await running.run([loop], variables);

    const execution = await running.reach(id, 'Success', 'Failed');

    expect(execution.Variables).toEqual({ Last: ['none/1x/2y'] });
    expect(
      execution.StepExecutions?.map(({ StepName, ParentStepDetails }) => [
        StepName,
        ParentStepDetails?.Iteration,
        ParentStepDetails?.IteratorValue,
      ]),
    ).toEqual([
      ['loop', undefined, undefined],
      ['inner', 1, 'x'],
      ['inner', 2, 'y'],
    ]);
  });

  it('loops while its condition holds', async () => {
    const loop = {
      name: 'loop',
      action: 'aws:loop',
      inputs: {
        LoopCondition: { Not: { Variable: '{{ variable:Last }}', StringEquals: 'none+++' } },
        MaxIterations: 10,
        Steps: [{ ...set('inner'), inputs: { Name: 'variable:Last', Value: '{{ variable:Last }}+' } }],
      },
    };
    const id = await running.run([loop], variables);
    expect((await running.reach(id, 'Success', 'Failed')).Variables).toEqual({ Last: ['none+++'] });
  });

  it('carries on where it was when the program starts again', async () => {
    const file = (await import('node:fs')).mkdtempSync(`${(await import('node:os')).tmpdir()}/quaymaster-`) + '/db';
    const before = await openRunning(file);
    const id = await before.run([set('a'), pause, set('b')], variables);
    await before.reach(id, 'Waiting');
    before.engine.close();
    before.database.close();

    const after = await openRunning(file);
    await after.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));

    await after.reach(id, 'Success');
    expect(await after.steps(id)).toEqual([
      ['a', 'Success'],
      ['gate', 'Success'],
      ['b', 'Success'],
    ]);
  });
});
