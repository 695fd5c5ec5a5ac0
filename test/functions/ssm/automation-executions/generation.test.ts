import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendAutomationSignalCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { cancelling } from '../../../../functions/ssm/tasks/cancelling.ts';
import { inProgress } from '../../../../functions/ssm/tasks/in-progress.ts';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import type { JsonObject } from '../../../../functions/ports/json.ts';
import { fakeClock, type FakeClock } from '../../../clock.ts';
import { openRunning, type Running } from '../../../running.ts';
import { variables } from './runbook-steps.ts';

const naps = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => ({
  name,
  action: 'aws:sleep',
  inputs: { Duration: 'PT1H' },
  onCancel: 'step:last',
}));
const last = { name: 'last', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'done' } };
const hour = 3_600_000;
const bodies = { SsmAutomationInProgress: inProgress, SsmAutomationCancelling: cancelling };

/** What happens around a turn: it may be called twice, or its answer may be lost. */
type Event = (turn: () => Promise<JsonObject>, payload: JsonObject) => Promise<JsonObject>;

/** A server whose machines make two turns each; what its tasks got is in `turns` and `waits`. */
async function openShort({ file = ':memory:', clock = fakeClock() } = {}, event: Event = (turn) => turn()) {
  const short = { turns: [] as JsonObject[], waits: [] as unknown[], event };
  const running: Running = await openRunning(file, clock, (task, name, payload) => async () => {
    if (name === 'SsmAutomationWaiting') short.waits.push(payload.wait);
    if (name !== 'SsmAutomationInProgress' && name !== 'SsmAutomationCancelling') return task();
    short.turns.push(payload);
    const turn = async () => ({ ...(await bodies[name](payload as never, running.ports, 2)) }) as JsonObject;
    return short.event(turn, payload);
  });
  return { running, short };
}

/** Sleeps until the run is over; answers with its status. */
async function sleepOn(running: Running, id: string, clock: FakeClock = running.clock): Promise<string> {
  for (let count = 0; count < 12; count++) {
    await running.settled();
    clock.advance(hour);
  }
  await running.settled();
  return (await running.reach(id, 'Success', 'Failed', 'Cancelled')).AutomationExecutionStatus ?? '';
}

const machinesOf = (running: Running): [string, string][] =>
  running.database
    .prepare('SELECT name, status FROM states_executions ORDER BY id')
    .all()
    .map(({ name, status }) => [String(name), String(status)]);

const isLast = ({ wait = 0, generation = 0 }: JsonObject) => Number(wait) >= (Number(generation) + 1) * 2;

describe('a run of more turns than one machine may make', () => {
  it('goes on in machines that follow each other, its waits numbered on', async () => {
    const { running, short } = await openShort();
    const id = await running.run([...naps, last], variables);

    expect(await sleepOn(running, id)).toBe('Success');

    expect(machinesOf(running)).toEqual([
      [id, 'SUCCEEDED'],
      [`${id}-1`, 'SUCCEEDED'],
      [`${id}-2`, 'SUCCEEDED'],
      [`${id}-3`, 'SUCCEEDED'],
    ]);
    expect(short.waits).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await running.steps(id)).toEqual(
      [...'abcdefg'].map((name) => [name, 'Success']).concat([['last', 'Success']]),
    );
  });

  it('hands over after 500 turns, and not before', async () => {
    const running = await openRunning();
    const executionId = await running.run([{ name: 'gate', action: 'aws:pause', inputs: {} }]);
    await running.reach(executionId, 'Waiting');
    const started: unknown[] = [];
    running.ports.workflows.start = async (...given) => void started.push(given);

    expect(await inProgress({ executionId, wait: 499 }, running.ports)).toMatchObject({ status: 'Waiting', wait: 500 });
    expect(started).toEqual([]);
    expect(await inProgress({ executionId, wait: 500 }, running.ports)).toEqual({
      executionId,
      wait: 500,
      status: 'Continued',
    });
    const input = { executionId, wait: 500, generation: 1, status: 'InProgress' };
    expect(started).toEqual([['ssm-automation', `${executionId}-1`, input]]);
  });

  it.each([
    ['at once', async (turn: () => Promise<JsonObject>) => (await Promise.all([turn(), turn()]))[0]],
    ['one after the other', async (turn: () => Promise<JsonObject>) => (await turn(), turn())],
  ])('has one machine at work when each turn is delivered twice, %s', async (_how, event) => {
    const { running, short } = await openShort({}, event);
    const id = await running.run([...naps, last], variables);

    expect(await sleepOn(running, id)).toBe('Success');

    expect(machinesOf(running).map(([name]) => name)).toEqual([id, `${id}-1`, `${id}-2`, `${id}-3`]);
    expect(short.waits).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('starts no old machine when a hand-over is delivered long after', async () => {
    const { running, short } = await openShort();
    const id = await running.run([...naps, last], variables);
    for (let count = 0; count < 5; count++) {
      await running.settled();
      running.clock.advance(hour);
    }
    await running.settled();
    running.database.prepare("DELETE FROM states_executions WHERE status <> 'RUNNING'").run();
    const late = short.turns.find(isLast) ?? {};

    expect(await inProgress(late as never, running.ports, 2)).toMatchObject({ status: 'Continued' });

    await running.settled();
    expect(machinesOf(running)).toEqual([[`${id}-2`, 'RUNNING']]);
    expect(await sleepOn(running, id)).toBe('Success');
  });
});

describe('a program that ends at a hand-over', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'generation-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(['before', 'after'])('goes on where it was, the successor started %s the end', async (when) => {
    const place = { file: join(folder, 'db'), clock: fakeClock() };
    const never = new Promise<JsonObject>(() => undefined);
    const dying: Event = async (turn, payload) => {
      if (isLast(payload) && when === 'before') return never;
      const answer = await turn();
      return isLast(payload) ? never : answer;
    };
    let now = await openShort(place, dying);
    const id = await now.running.run([...naps, last], variables);
    for (let ends = 0; ends < 4; ends++) {
      await now.running.settled();
      place.clock.advance(2 * hour);
      await now.running.settled();
      now.running.engine.close();
      now.running.database.close();
      now = await openShort(place, ends < 2 ? dying : undefined);
      await now.running.roles.as('SsmReconcile', () => reconcile(now.running.ports));
    }

    expect(await sleepOn(now.running, id, place.clock)).toBe('Success');

    expect(machinesOf(now.running).map(([name]) => name)).toEqual([id, `${id}-1`, `${id}-2`, `${id}-3`]);
    now.running.engine.close();
    now.running.database.close();
  });
});

describe('a run in a later generation', () => {
  /** One that sleeps in its second machine; the first is forgotten, as Step Functions does after 90 days. */
  async function openLater(event?: Event) {
    const { running, short } = await openShort({}, event);
    const id = await running.run([...naps, last], variables);
    for (let count = 0; count < 3; count++) {
      await running.settled();
      running.clock.advance(hour);
    }
    await running.settled();
    running.database.prepare("DELETE FROM states_executions WHERE status <> 'RUNNING'").run();
    return { running, short, id };
  }

  it('gets no second machine, however often its runs are reconciled', async () => {
    const { running, id } = await openLater();

    await running.roles.as('SsmReconcile', () => reconcile(running.ports));
    await running.roles.as('SsmReconcile', () => reconcile(running.ports));

    await running.settled();
    expect(machinesOf(running)).toEqual([[`${id}-1`, 'RUNNING']]);
  });

  it('gets its present machine back when that is lost, and its waits go on from their number', async () => {
    const { running, short, id } = await openLater();
    await running.engine.stopExecution({
      executionArn: `${running.engine.stateMachineArn('ssm-automation').replace(':stateMachine:', ':execution:')}:${id}-1`,
    });
    await running.settled();
    running.database.prepare('DELETE FROM states_executions').run();

    await running.roles.as('SsmReconcile', () => reconcile(running.ports));

    await running.settled();
    expect(machinesOf(running).map(([name]) => name)).toContain(`${id}-1`);
    expect(short.waits).toEqual([1, 2, 3, 4, 5]);
    expect(await sleepOn(running, id)).toBe('Success');
  });

  it('is cancelled while it waits', async () => {
    const { running, id } = await openLater();

    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));

    const execution = await running.reach(id, 'Cancelled');
    expect(execution.Variables).toEqual({ Last: ['done'] });
  });

  it('takes a signal', async () => {
    const { running } = await openShort();
    const gate = { name: 'gate', action: 'aws:pause', inputs: {} };
    const id = await running.run([...naps.slice(0, 3), gate, last], variables);
    for (let count = 0; count < 4; count++) {
      await running.settled();
      running.clock.advance(hour);
    }
    await running.reach(id, 'Waiting');

    await running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));

    await running.reach(id, 'Success');
  });

  it.each(['before', 'after'])(
    'is cancelled at the hand-over, the stop coming %s its successor starts',
    async (when) => {
      const state = { id: '' };
      const stop = () => running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: state.id }));
      const { running, short } = await openShort();
      short.event = async (turn, payload) => {
        if (!isLast(payload)) return turn();
        if (when === 'before') await stop();
        const answer = await turn();
        if (when === 'after') await stop();
        return answer;
      };
      state.id = await running.run([...naps, last], variables);
      for (let count = 0; count < 2; count++) {
        await running.settled();
        running.clock.advance(hour);
      }

      const execution = await running.reach(state.id, 'Cancelled');

      expect(execution.Variables).toEqual({ Last: ['done'] });
      await running.settled();
      expect(machinesOf(running)).toEqual([
        [state.id, 'SUCCEEDED'],
        [`${state.id}-1`, 'FAILED'],
      ]);
    },
  );

  it('is recorded as Failed when its engine fails for good', async () => {
    const { running, short, id } = await openLater();
    short.event = async () => {
      throw new Error('the engine is broken');
    };

    running.clock.advance(hour);
    for (let count = 0; count < 6; count++) {
      await running.settled();
      running.clock.advance(60_000);
    }

    await running.reach(id, 'Failed');
  });
});
