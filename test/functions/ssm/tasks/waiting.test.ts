import { SendAutomationSignalCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { type StepRecord, stepKey } from '../../../../functions/ssm/automation-executions/record.ts';
import { tokensOf } from '../../../../functions/ssm/automation-executions/wait.ts';
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
  const wait = (token: string, number = 1) => waiting({ executionId: id, token, wait: number }, running.ports);
  const resume = () =>
    running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
  const stop = () => running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
  const tokens = () => tokensOf(running.ports.store, id);

  it('puts the token on record and ends nothing', async () => {
    expect(await wait('first')).toEqual({});

    expect(await tokens()).toEqual(['first']);
    expect(told).toEqual([]);
  });

  it('ends a wait at once that would outlast the step which the run has come to', async () => {
    const step = await running.ports.store.get<StepRecord>(stepKey(id, 1));
    if (!step) throw new Error('The step is not there.');
    const soon = { ...step, value: { ...step.value, wakeAt: running.ports.clock.now() + 10_000 } };
    await running.ports.store.write([{ put: soon, expect: step.version }]);

    await waiting({ executionId: id, token: 'short', wait: 1, timeoutSeconds: 10 }, running.ports);
    expect(told).toEqual([]);
    await waiting({ executionId: id, token: 'long', wait: 1, timeoutSeconds: 2_592_000 }, running.ports);

    expect(told).toEqual(['long succeeds']);
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
    expect(await tokens()).toEqual(['first']);
  });

  it('keeps a token that is delivered twice once', async () => {
    await wait('first');
    await wait('first');

    expect(await tokens()).toEqual(['first']);
  });

  it('keeps every token of one wait, for its task may be called again', async () => {
    for (const token of ['a', 'b', 'c', 'a']) await wait(token);

    await resume();

    expect(told).toEqual(['a succeeds', 'b succeeds', 'c succeeds']);
  });

  it('keeps the newest ten tokens of one wait', async () => {
    for (const token of 'abcdefghijkl') await wait(token);

    expect((await tokens()).join('')).toBe('cdefghijkl');
  });

  it('forgets the tokens of a wait that is over', async () => {
    await wait('first', 1);
    await wait('second', 2);

    await resume();

    expect(told).toEqual(['second succeeds']);
  });

  it('never loses a wait to tokens of earlier ones that are delivered late, however many', async () => {
    await wait('newest', 7);
    for (const number of [4, 6, 2, 5, 6]) await wait(`late ${number}`, number);

    await resume();

    expect(told).toEqual(['newest succeeds']);
  });

  it('keeps both of two tokens that come at the same moment', async () => {
    await Promise.all([wait('first'), wait('second')]);

    expect((await tokens()).sort()).toEqual(['first', 'second']);
  });

  it('lets each wait of a state machine have a higher number', async () => {
    const numbers: unknown[] = [];
    const other = await openRunning(':memory:', undefined, (task, name, payload) => async () => {
      if (name === 'SsmAutomationWaiting') numbers.push(payload.wait);
      return task();
    });
    const run = await other.run([pause('one'), pause('two')]);
    for (const StepName of ['one', 'two']) {
      await other.settled();
      const Payload = { StepName: [StepName] };
      await other.client.send(
        new SendAutomationSignalCommand({ AutomationExecutionId: run, SignalType: 'Resume', Payload }),
      );
    }
    await other.reach(run, 'Success');

    expect(numbers).toEqual([1, 2]);
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
