import {
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  SendAutomationSignalCommand,
} from '@aws-sdk/client-ssm';
import { recordFailure } from '../../../../functions/ssm/tasks/record-failure.ts';
import { openRunning, type Running } from '../../../running.ts';
import { openFleet } from '../rate-control/fleet.ts';

const variables = { variables: { Last: { type: 'String', default: 'none' } } };
const set = (name: string) => ({ name, action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'x' } });
const pause = { name: 'gate', action: 'aws:pause', inputs: {} };
const script = {
  name: 'script',
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
};
const nested = { name: 'child', action: 'aws:executeAutomation', inputs: { DocumentName: 'Child' } };
const message =
  'Internal Server Error. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';

async function childOf(running: Running, id: string): Promise<string> {
  const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
  const page = await running.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
  return page.AutomationExecutionMetadataList?.[0]?.AutomationExecutionId ?? '';
}

/** Lets every retry of the state machine happen. */
async function giveUp(running: Running): Promise<void> {
  for (let retry = 0; retry < 6; retry++) {
    await running.settled();
    running.clock.advance(100_000);
  }
  await running.settled();
}

/** A run whose given tasks always throw from the moment they are `broken`. */
async function breakable(...names: string[]) {
  const state = { isBroken: false };
  const running = await openRunning(':memory:', undefined, (task, name) => async () => {
    if (state.isBroken && names.includes(name)) throw new Error('a secret of the engine');
    return task();
  });
  return { running, state };
}

describe('the task of RecordFailure', () => {
  const resume = (running: Running, id: string) =>
    running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));

  it.each(['SsmAutomationInProgress', 'SsmAutomationWaiting'])('ends a run whose %s always throws', async (task) => {
    const { running, state } = await breakable(task);
    state.isBroken = true;
    const id = await running.run([pause]);

    await giveUp(running);

    const execution = await running.reach(id, 'Failed');
    expect(execution.FailureMessage).toBe(message);
    expect(execution.ExecutionEndTime).toBeInstanceOf(Date);
  });

  it('ends the step that was running too', async () => {
    const { running, state } = await breakable('SsmAutomationInProgress');
    const id = await running.run([set('a'), pause, set('b')], variables);
    await running.reach(id, 'Waiting');
    await running.settled();
    state.isBroken = true;

    await resume(running, id);
    await giveUp(running);

    const { StepExecutions } = await running.reach(id, 'Failed');
    expect(
      StepExecutions?.map(({ StepName, StepStatus, FailureMessage }) => [StepName, StepStatus, FailureMessage]),
    ).toEqual([
      ['a', 'Success', undefined],
      ['gate', 'Failed', message],
      ['b', 'Pending', undefined],
    ]);
  });

  it('ends the loop around the step that was running too', async () => {
    const { running, state } = await breakable('SsmAutomationInProgress');
    const inputs = { Iterators: ['x', 'y'], IteratorDataType: 'String', Steps: [pause] };
    const id = await running.run([{ name: 'loop', action: 'aws:loop', inputs }]);
    await running.reach(id, 'Waiting');
    await running.settled();
    state.isBroken = true;

    await resume(running, id);
    await giveUp(running);

    await running.reach(id, 'Failed');
    expect(await running.steps(id)).toEqual([
      ['loop', 'Failed'],
      ['gate', 'Failed'],
    ]);
  });

  it('tells the step above', async () => {
    const { running, state } = await breakable('SsmAutomationWaiting');
    const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [pause] });
    await running.client.send(new CreateDocumentCommand({ Name: 'Child', DocumentType: 'Automation', Content }));
    const id = await running.run([nested]);
    await running.settled();
    const child = await childOf(running, id);
    expect(state.isBroken).toBe(false);

    await recordFailure({ executionId: child }, running.ports);

    await running.reach(child, 'Failed');
    await running.reach(id, 'Failed');
    expect(await running.steps(id)).toEqual([['child', 'Failed']]);
  });

  it('stops the script of the step that was running', async () => {
    const running = await openRunning();
    const id = await running.run([script]);
    await running.settled();
    expect(running.jobs.size).toBe(1);

    await recordFailure({ executionId: id }, running.ports);

    expect(running.jobs.size).toBe(0);
    await running.reach(id, 'Failed');
  });

  it('tries again to stop it where that failed, with the failure on record', async () => {
    const running = await openRunning();
    const id = await running.run([script]);
    await running.settled();
    const stop = running.ports.scripts.stop.bind(running.ports.scripts);
    running.ports.scripts.stop = async () => {
      throw new Error('the scripts are away');
    };
    await expect(recordFailure({ executionId: id }, running.ports)).rejects.toThrow('the scripts are away');
    await running.reach(id, 'Failed');
    running.ports.scripts.stop = stop;

    await recordFailure({ executionId: id }, running.ports);

    expect(running.jobs.size).toBe(0);
  });

  it('cancels the executions of the targets that were running', async () => {
    const fleet = await openFleet();
    const id = await fleet.startFor(3, { MaxConcurrency: '2' });
    await fleet.succeed(id, 't1');
    expect(await fleet.waiting(id)).toEqual(['t2', 't3']);

    await fleet.roles.as('SsmAutomationRecordFailure', () => recordFailure({ executionId: id }, fleet.ports));
    await fleet.settled();

    expect(await fleet.waiting(id)).toEqual([]);
    await fleet.reach(id, 'Failed');
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await fleet.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    const statuses = page.AutomationExecutionMetadataList?.map((one) => one.AutomationExecutionStatus);
    expect(statuses?.sort()).toEqual(['Cancelled', 'Cancelled', 'Success']);
  });

  it('cancels the child of the step that was running', async () => {
    const running = await openRunning();
    const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [pause] });
    await running.client.send(new CreateDocumentCommand({ Name: 'Child', DocumentType: 'Automation', Content }));
    const id = await running.run([nested]);
    await running.settled();
    const child = await childOf(running, id);

    await recordFailure({ executionId: id }, running.ports);

    await running.reach(child, 'Cancelled');
    await running.settled();
    await running.reach(id, 'Failed');
  });

  it('tells the bus of the run, of its step and of the loop around it', async () => {
    const running = await openRunning();
    const inputs = { Iterators: ['x', 'y'], IteratorDataType: 'String', Steps: [pause] };
    const id = await running.run([{ name: 'loop', action: 'aws:loop', inputs }]);
    await running.reach(id, 'Waiting');
    running.events.length = 0;

    await recordFailure({ executionId: id }, running.ports);

    expect(running.told()).toEqual(['gate Failed', 'loop Failed', 'run Failed']);
  });

  it('changes nothing when it is called again, or for a run that ended otherwise', async () => {
    const running = await openRunning();
    const id = await running.run([set('a')], variables);
    await running.reach(id, 'Success');
    const before = running.events.length;

    await recordFailure({ executionId: id, error: { Error: 'Late', Cause: 'late' } }, running.ports);
    await recordFailure({ executionId: id }, running.ports);

    expect((await running.reach(id, 'Success')).FailureMessage).toBeUndefined();
    expect(running.events).toHaveLength(before);
  });

  it('reads again when somebody changes the run meanwhile', async () => {
    const running = await openRunning();
    const id = await running.run([pause]);
    await running.reach(id, 'Waiting');
    await running.settled();
    const { store } = running.ports;
    const write = store.write.bind(store);
    let isFirst = true;
    store.write = async (changes) => {
      const isMine = isFirst;
      isFirst = false;
      if (isMine) await resume(running, id);
      return write(changes);
    };

    await recordFailure({ executionId: id }, running.ports);

    await running.reach(id, 'Failed', 'Success');
    await running.settled();
    expect((await running.steps(id)).map(([, status]) => status)).not.toContain('Waiting');
  });
});
