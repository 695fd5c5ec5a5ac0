import { SendAutomationSignalCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { getLastStep } from '../../../../functions/ssm/automation-executions/run.ts';
import { waiting } from '../../../../functions/ssm/tasks/waiting.ts';
import { openRunning, type Running } from '../../../running.ts';

const pause = (name = 'gate') => ({ name, action: 'aws:pause', inputs: {} });

/** Records what becomes of tokens instead of telling a state machine. */
function recordTokens(running: Running): string[] {
  const told: string[] = [];
  running.ports.workflows.succeed = async (token) => void told.push(`${token} succeeds`);
  running.ports.workflows.fail = async (token, error) => void told.push(`${token} fails with ${error}`);
  return told;
}

describe('the task of Waiting', () => {
  let running: Running;
  let told: string[];
  let id: string;
  beforeEach(async () => {
    running = await openRunning(':memory:', undefined, (task, name) =>
      name === 'SsmAutomationWaiting' ? async () => ({}) : task,
    );
    id = await running.run([pause()]);
    await running.reach(id, 'Waiting');
    await running.settled();
    told = recordTokens(running);
  });
  const wait = (token: string) => waiting({ executionId: id, token }, running.ports);
  const resume = () =>
    running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
  const stop = () => running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
  const tokenOnRecord = async () => (await getLastStep(running.ports.store, id))?.value.token;

  it('leaves the token on the step’s record and ends nothing', async () => {
    expect(await wait('first')).toEqual({});

    expect(await tokenOnRecord()).toBe('first');
    expect(told).toEqual([]);
  });

  it('ends the wait at once when the decision came before the token', async () => {
    await resume();
    expect(told).toEqual([]);

    await wait('first');

    expect(told).toEqual(['first succeeds']);
  });

  it('ends the wait as cancelled when the stop came before the token', async () => {
    await stop();
    expect(told).toEqual([]);

    await wait('first');

    expect(told).toEqual(['first fails with Cancelled']);
  });

  it.each(['before', 'between', 'after'])('sees a decision that comes %s its reading and its writing', async (when) => {
    const { store } = running.ports;
    const write = store.write.bind(store);
    const writes = when === 'before' ? 0 : 1;
    let count = 0;
    store.write = async (changes) => {
      const isFirst = count++ === 0;
      if (isFirst && when === 'between') await resume();
      await write(changes);
      if (isFirst && when === 'after') await resume();
    };
    if (when === 'before') await resume();

    await wait('first');

    expect(count).toBeGreaterThan(writes);
    expect(new Set(told)).toEqual(new Set(['first succeeds']));
    expect(await tokenOnRecord()).toBe('first');
  });

  it('writes a token that is delivered twice once', async () => {
    await wait('first');
    const written = (await getLastStep(running.ports.store, id))?.version;

    await wait('first');

    expect((await getLastStep(running.ports.store, id))?.version).toBe(written);
  });

  it('takes the token of a later wait of the same step', async () => {
    await wait('first');
    await wait('second');
    await resume();

    expect(told).toContain('second succeeds');
  });

  it('does not lose the wait to an earlier token that is delivered late', async () => {
    await wait('first');
    await wait('second');
    await wait('first');

    await resume();

    expect(told).toContain('second succeeds');
  });

  it('does not mind an execution that is gone', async () => {
    await expect(waiting({ executionId: 'gone', token: 'first' }, running.ports)).resolves.toEqual({});
    expect(told).toEqual([]);
  });

  it('does not hide a store that fails', async () => {
    running.ports.store.write = async () => {
      throw new Error('the store is away');
    };

    await expect(wait('first')).rejects.toThrow('the store is away');
  });
});
