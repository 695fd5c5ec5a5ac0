import { type Call, Unreachable } from '../../cli/client.ts';
import type { Execution } from '../../cli/execution.ts';
import { executionWait, waitOptions } from '../../cli/wait.ts';
import { execution, gate } from './execution-fixture.ts';
import { given } from './typed.ts';

const done = execution('Success', [], { ExecutionEndTime: 1001, Outputs: { 'a.b': ['c'] } });
const running = execution('InProgress', []);

/** Waits where a server shows these one after the other. */
async function scene(shown: (Execution | Error)[], seconds = Infinity) {
  const told: string[] = [];
  const printed: string[] = [];
  const slept: number[] = [];
  let time = 0;
  const call = async () => {
    const next = shown.length > 1 ? shown.shift() : shown[0];
    if (next instanceof Error) throw next;
    return { AutomationExecution: next };
  };
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    time += milliseconds;
  };
  const watch = {
    call: call as Call,
    clock: { now: () => time, sleep },
    leave: new AbortController().signal,
    tell: (line: string) => void told.push(line),
  };
  const look = { paint: (_colour: string, text: string) => text, starts: true };
  const print = (text: string) => void printed.push(text);
  return { code: await executionWait({ id: 'id', seconds }, watch, { look, print }), told, printed, slept };
}

describe('waiting for an execution', () => {
  it('ends with 0 and the outputs for Success', async () => {
    expect(await scene([running, running, running, done])).toEqual({
      code: 0,
      told: [],
      printed: ['Success after 1.0 s\na.b = c'],
      slept: [200, 300, 450],
    });
  });

  it.each(['Failed', 'TimedOut', 'Cancelled'] as const)('ends with 1 for %s', async (status) => {
    const ended = execution(status, [], { ExecutionEndTime: 1001, FailureMessage: 'why' });

    expect(await scene([ended])).toMatchObject({ code: 1, printed: [`${status} after 1.0 s\nwhy`] });
  });

  it('asks every five seconds in the end', async () => {
    const { slept } = await scene([...Array<Execution>(12).fill(running), done]);

    expect(slept.slice(-2)).toEqual([5000, 5000]);
  });

  it('ends with 124 when the time is over, and looks once more then', async () => {
    expect(await scene([running], 0.6)).toEqual({
      code: 124,
      told: ['id is InProgress'],
      printed: [],
      slept: [200, 300, expect.closeTo(100)],
    });
    expect(await scene([running, running, done], 0.3)).toMatchObject({ code: 0 });
  });

  it('says what opens the gate it stands at', async () => {
    expect((await scene([execution('Waiting', [gate()])], 0)).told).toEqual([
      'id is Waiting at step gate\nIt waits for alice, arn:aws:iam::000000000000:user/admin: ' +
        'quaymaster approvals approve id',
    ]);
  });

  it('waits for a server that starts again, but not beyond its time', async () => {
    expect(await scene([new Unreachable('gone'), done])).toMatchObject({ code: 0, told: ['gone; waiting for it'] });
    await expect(scene([new Unreachable('gone')], 3)).rejects.toThrow('gone');
  });
});

describe('what to wait for', () => {
  const optionsOf = (...args: string[]) => waitOptions(given('wait', ...args));

  it('is an execution, without a limit unless told', () => {
    expect(optionsOf('execution', 'id')).toEqual({ id: 'id', seconds: Infinity });
    expect(optionsOf('execution', 'id', '--timeout', '1.5')).toEqual({ id: 'id', seconds: 1.5 });
  });

  it.each([
    [[], 'wait execution? quaymaster wait execution ID'],
    [['execution'], 'wait execution needs ID: quaymaster wait execution ID'],
    [['stack', 'id'], "unknown command 'stack'"],
    [['execution', 'id', 'more'], "wait execution takes no 'more'"],
  ])('is refused for %j', (args, message) => {
    expect(() => optionsOf(...args)).toThrow(message);
  });

  it('is refused for a time that is none', () => {
    expect(() => optionsOf('execution', 'id', '--timeout', 'soon')).toThrow('--timeout soon is no number of seconds');
  });
});
