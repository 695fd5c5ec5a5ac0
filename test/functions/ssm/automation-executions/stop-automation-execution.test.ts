import { SendAutomationSignalCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';
import { set, variables } from './runbook-steps.ts';

const pause = (rest: object = {}) => ({ name: 'gate', action: 'aws:pause', inputs: {}, ...rest });
const nap = (rest: object = {}) => ({ name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1H' }, ...rest });
const script = (name: string) => ({
  name,
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
});

describe('StopAutomationExecution', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const stop = (AutomationExecutionId: string, Type?: 'Cancel' | 'Complete') =>
    running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId, ...(Type && { Type }) }));

  it.each([undefined, 'Cancel'] as const)('cancels what runs, with Type %s', async (Type) => {
    const id = await running.run([nap(), set('b')], variables);
    await running.settled();

    const answer = await stop(id, Type);

    expect({ ...answer, $metadata: undefined }).toEqual({});
    await running.reach(id, 'Cancelled');
    expect(await running.steps(id)).toEqual([
      ['nap', 'Cancelled'],
      ['b', 'Pending'],
    ]);
  });

  it('cancels what was only just started, before its first step', async () => {
    const id = await running.run([script('a'), set('b')], variables);

    await stop(id);

    const { AutomationExecutionStatus: status, ExecutionEndTime: end } = await running.reach(id, 'Cancelled');
    expect([status, end]).toEqual(['Cancelled', new Date('2026-01-01T00:00:00Z')]);
    expect((await running.steps(id)).at(-1)).toEqual(['b', 'Pending']);
    expect(running.jobs.size).toBe(0);
  });

  it('cancels what waits for a signal', async () => {
    const id = await running.run([pause()]);
    await running.reach(id, 'Waiting');

    await stop(id);

    await running.reach(id, 'Cancelled');
    expect(await running.steps(id)).toEqual([['gate', 'Cancelled']]);
  });

  it('shows Cancelling while the cancel path goes on, and takes a second stop then', async () => {
    const id = await running.run([nap({ onCancel: 'step:undo' }), script('undo')]);
    await running.settled();
    await stop(id);
    await running.reach(id, 'Cancelling');
    await running.settled();

    await stop(id);
    await running.settled();
    await stop(id);
    await running.settled();

    await running.reach(id, 'Cancelling');
    expect(await running.steps(id)).toEqual([
      ['nap', 'Cancelled'],
      ['undo', 'InProgress'],
    ]);
    await running.finishScript({ status: 'Success', payload: {}, log: '' });
    await running.reach(id, 'Cancelled');
    expect((await running.steps(id)).at(-1)).toEqual(['undo', 'Success']);
  });

  it('takes many stops at once as one', async () => {
    const id = await running.run([nap({ onCancel: 'step:undo' }), set('b'), set('undo', { isEnd: true })], variables);
    await running.settled();

    await Promise.all([stop(id), stop(id), stop(id), stop(id)]);

    await running.reach(id, 'Cancelled');
    expect(await running.steps(id)).toEqual([
      ['nap', 'Cancelled'],
      ['undo', 'Success'],
      ['b', 'Pending'],
    ]);
  });

  it('leads a stop and a resume at the same moment to one end', async () => {
    const id = await running.run([pause(), nap()]);
    await running.reach(id, 'Waiting');
    const resume = new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' });

    await Promise.allSettled([running.client.send(resume), stop(id)]);

    await running.reach(id, 'Cancelled');
    await running.settled();
    running.clock.advance(3_600_000);
    await running.reach(id, 'Cancelled');
  });

  it('refuses an execution that is not there', async () => {
    await expect(stop('00000000-0000-4000-8000-00000000dead')).rejects.toMatchObject({
      name: 'AutomationExecutionNotFoundException',
      $metadata: { httpStatusCode: 400 },
      message: 'Automation execution 00000000-0000-4000-8000-00000000dead was not found.',
    });
  });

  it.each(['Success', 'Failed', 'TimedOut', 'Cancelled'])('refuses an execution that is %s', async (status) => {
    const id = await endedWith(running, status);

    await expect(stop(id)).rejects.toMatchObject({
      name: 'InvalidAutomationStatusUpdateException',
      $metadata: { httpStatusCode: 400 },
      message: `Automation execution ${id} cannot be stopped: it is already ${status}.`,
    });
    await running.reach(id, status);
  });

  it('refuses Complete, which is for executions in Interactive mode, and lets the run go on', async () => {
    const id = await running.run([pause()]);
    await running.reach(id, 'Waiting');

    await expect(stop(id, 'Complete')).rejects.toMatchObject({ name: 'InvalidAutomationStatusUpdateException' });

    await running.reach(id, 'Waiting');
  });

  it('tells the bus that the execution is cancelling, then cancelled', async () => {
    const id = await running.run([nap()]);
    await running.settled();

    await stop(id);

    await running.reach(id, 'Cancelled');
    await running.settled();
    expect(running.told()).toEqual([
      'run InProgress',
      'nap InProgress',
      'run Cancelling',
      'nap Cancelled',
      'run Cancelled',
    ]);
  });
});

async function endedWith(running: Running, status: string): Promise<string> {
  const limited = { ...nap(), timeoutSeconds: 60 };
  const steps = { Success: [set('a')], Failed: [script('a')], TimedOut: [limited], Cancelled: [nap()] }[status] ?? [];
  const id = await running.run(steps, variables);
  await running.settled();
  if (status === 'Failed') await running.finishScript({ status: 'Failed', message: 'no', log: '' });
  if (status === 'TimedOut') running.clock.advance(61_000);
  if (status === 'Cancelled')
    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
  await running.reach(id, status);
  return id;
}
