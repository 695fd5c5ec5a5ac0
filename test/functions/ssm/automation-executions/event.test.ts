import { SendAutomationSignalCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { WriteConflict } from '../../../../functions/ports/store.ts';
import { openRunning, type Running } from '../../../running.ts';
import { set, variables } from './runbook-steps.ts';

const pause = { name: 'gate', action: 'aws:pause', inputs: {} };
const nap = { name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1H' }, onCancel: 'step:clean' };
const script = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
  ...rest,
});
const unresolved = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: '{{ never.Payload }}' },
  ...rest,
});

describe('the events of a run', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });

  it('are as AWS sends them, but for the source', async () => {
    const id = await running.run([pause]);
    await running.reach(id, 'Waiting');
    running.clock.advance(5753);
    await running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
    await running.reach(id, 'Success');

    const common = {
      ExecutionId: id,
      Definition: 'Runbook1',
      DefinitionVersion: 1,
      StartTime: 'Jan 1, 2026 12:00:00 AM',
    };
    const execution = { ...common, ExecutedBy: 'arn:aws:iam::000000000000:user/admin' };
    const step = { ...common, StepName: 'gate', Action: 'aws:pause' };
    const end = { EndTime: 'Jan 1, 2026 12:00:05 AM', Time: 5753 };
    expect(running.events.map(({ detail }) => detail)).toEqual([
      { ...execution, Status: 'InProgress', Time: 0 },
      { ...step, Status: 'InProgress', Time: 0 },
      { ...step, Status: 'Waiting', Time: 0 },
      { ...execution, Status: 'Waiting', Time: 0 },
      { ...step, Status: 'Success', ...end },
      { ...execution, Status: 'InProgress', Time: 5753 },
      { ...execution, Status: 'Success', ...end },
    ]);
    expect(new Set(running.events.map(({ source }) => source))).toEqual(new Set(['quaymaster.ssm']));
    expect(running.events.map(({ detailType }) => detailType).slice(0, 2)).toEqual([
      'EC2 Automation Execution Status-change Notification',
      'EC2 Automation Step Status-change Notification',
    ]);
    expect(new Set(running.events.flatMap(({ resources }) => resources))).toEqual(
      new Set([
        `arn:aws:ssm:us-east-1:000000000000:automation-execution/${id}`,
        'arn:aws:ssm:us-east-1:000000000000:automation-definition/Runbook1:1',
      ]),
    );
  });

  it('tell of every step, also of those that are written together', async () => {
    const id = await running.run(
      [set('a'), unresolved('b', { onFailure: 'Continue' }), set('c', { isEnd: true }), script('never')],
      variables,
    );
    await running.reach(id, 'Success');

    expect(running.told()).toEqual([
      'run InProgress',
      'a InProgress',
      'a Success',
      'b Failed',
      'c InProgress',
      'c Success',
      'run Success',
    ]);
  });

  it('tell of a wait, a failure and the end it makes', async () => {
    const id = await running.run([script('a'), set('b')], variables);
    await running.settled();
    await running.finishScript({ status: 'Failed', message: 'broken', log: '' });
    await running.reach(id, 'Failed');

    expect(running.told()).toEqual(['run InProgress', 'a InProgress', 'a Failed', 'run Failed']);
  });

  it('tell nothing of a second attempt, for its status is the same', async () => {
    const id = await running.run([script('a', { maxAttempts: 2 })]);
    await running.settled();
    await running.finishScript({ status: 'TimedOut', message: 'late', log: '' });
    await running.settled();
    await running.finishScript({ status: 'TimedOut', message: 'late', log: '' });
    await running.reach(id, 'TimedOut');

    expect(running.told()).toEqual(['run InProgress', 'a InProgress', 'a TimedOut', 'run TimedOut']);
  });

  it('tell of a stop and the steps of its path', async () => {
    const id = await running.run([nap, set('last', { isEnd: true }), set('clean')], variables);
    await running.settled();
    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await running.reach(id, 'Cancelled');

    expect(running.told()).toEqual([
      'run InProgress',
      'nap InProgress',
      'run Cancelling',
      'nap Cancelled',
      'clean InProgress',
      'clean Success',
      'run Cancelled',
    ]);
  });

  it('tell of a loop, its turns and how it was left', async () => {
    const loop = { name: 'loop', action: 'aws:loop', inputs: { Iterators: ['1', '2'], Steps: [set('turn')] } };
    const left = {
      name: 'left',
      action: 'aws:loop',
      inputs: { Iterators: ['1', '2'], Steps: [unresolved('x', { onFailure: 'step:after' })] },
    };
    const id = await running.run([loop, left, set('after', { isEnd: true }), script('never')], variables);
    await running.reach(id, 'Failed');

    expect(running.told()).toEqual([
      'run InProgress',
      'loop InProgress',
      'turn InProgress',
      'turn Success',
      'turn InProgress',
      'turn Success',
      'loop Success',
      'left InProgress',
      'x Failed',
      'left Exited',
      'after InProgress',
      'after Success',
      'run Failed',
    ]);
  });

  it('tell nothing of what lost a race, and each change once', async () => {
    const write = running.ports.store.write.bind(running.ports.store);
    let races = 0;
    running.ports.store.write = (changes) => {
      const isStep = changes.some((change) => 'put' in change && change.put.sort.startsWith('step#'));
      if (isStep && races++ === 0) return Promise.reject(new WriteConflict());
      return write(changes);
    };
    const id = await running.run([set('a')], variables);
    await running.reach(id, 'Success');

    expect(races).toBe(2);
    expect(running.told()).toEqual(['run InProgress', 'a InProgress', 'a Success', 'run Success']);
  });

  it('are not made while nobody listens', async () => {
    let asked = 0;
    running.ports.events.publish = async () => void (asked += 1);
    const id = await running.run([set('a')], variables);
    await running.reach(id, 'Success');

    expect(asked).toBe(2);
    expect(running.events).toEqual([]);
  });
});
