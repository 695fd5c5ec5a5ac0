import { SendAutomationSignalCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import { fakeClock } from '../../../clock.ts';
import { openRunning, type Running } from '../../../running.ts';

const variables = { variables: { Last: { type: 'String', default: 'none' } } };
const set = { name: 'set', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'x' } };
const pause = { name: 'gate', action: 'aws:pause', inputs: {} };

describe('reconcile', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  /** Loses every call of the port until the function it answers with is called. */
  function lose(...calls: ('start' | 'succeed' | 'fail')[]): () => void {
    const kept = { ...running.ports.workflows };
    for (const call of calls) running.ports.workflows[call] = async () => undefined;
    return () => void Object.assign(running.ports.workflows, kept);
  }
  const resume = (id: string) =>
    running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));

  it('starts the machine of an execution that has none', async () => {
    const found = lose('start');
    const id = await running.run([set], variables);
    await running.settled();
    expect(await running.steps(id)).toEqual([['set', 'Pending']]);
    found();

    expect(await running.roles.as('SsmReconcile', () => reconcile(running.ports))).toBe(1);

    await running.reach(id, 'Success');
  });

  it('finds an execution of a month that has not begun since the clock was set back', async () => {
    const found = lose('start');
    const id = await running.run([set], variables);
    found();
    const { clock } = running.ports;
    const ports = { ...running.ports, clock: { ...clock, now: () => clock.now() - 3_600_000 } };

    expect(await running.roles.as('SsmReconcile', () => reconcile(ports))).toBe(1);

    await running.reach(id, 'Success');
  });

  it('wakes a run whose decision is on record', async () => {
    const id = await running.run([pause]);
    await running.reach(id, 'Waiting');
    await running.settled();
    const found = lose('succeed');
    await resume(id);
    await running.settled();
    await running.reach(id, 'Waiting');
    found();

    expect(await running.roles.as('SsmReconcile', () => reconcile(running.ports))).toBe(1);

    await running.reach(id, 'Success');
  });

  it('wakes a run whose stop is on record', async () => {
    const id = await running.run([pause]);
    await running.reach(id, 'Waiting');
    await running.settled();
    const found = lose('fail');
    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await running.settled();
    await running.reach(id, 'Cancelling');
    found();

    await running.roles.as('SsmReconcile', () => reconcile(running.ports));

    await running.reach(id, 'Cancelled');
  });

  it('changes nothing for a run that is well, however often it looks', async () => {
    const id = await running.run([pause, set], variables);
    await running.reach(id, 'Waiting');
    await running.settled();
    const { events } = running;
    const before = [events.length, { ...running.calls }];

    await running.roles.as('SsmReconcile', () => reconcile(running.ports));
    await running.roles.as('SsmReconcile', () => reconcile(running.ports));

    await running.settled();
    expect([events.length, { ...running.calls }]).toEqual(before);
    await running.reach(id, 'Waiting');
  });

  it('looks at no run that is over', async () => {
    const id = await running.run([set], variables);
    await running.reach(id, 'Success');

    expect(await running.roles.as('SsmReconcile', () => reconcile(running.ports))).toBe(0);
  });

  it('finds a run that has waited for more than a year', async () => {
    const found = lose('start');
    const id = await running.run([set], variables);
    found();

    expect(
      await running.roles.as('SsmReconcile', () =>
        reconcile({ ...running.ports, clock: fakeClock(Date.UTC(2027, 0, 25)) }),
      ),
    ).toBe(1);

    await running.reach(id, 'Success');
  });

  it('finds every one of more runs than a page of the store holds', async () => {
    const found = lose('start');
    await running.run([set], variables);
    const { StartAutomationExecutionCommand } = await import('@aws-sdk/client-ssm');
    for (let count = 1; count < 205; count++)
      await running.client.send(new StartAutomationExecutionCommand({ DocumentName: 'Runbook1' }));
    found();

    expect(await running.roles.as('SsmReconcile', () => reconcile(running.ports))).toBe(205);
  });
});
