import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { WriteConflict } from '../../../../functions/ports/store.ts';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import { openRunning, type Running } from '../../../running.ts';
import { create, finish, type Scenario, scenarios, start } from './scenarios.ts';

// Each test is some thirty runs.
jest.setTimeout(60_000);

type WriteCall = Running['ports']['store']['write'];

/** Puts something in the way of every store write from now on; `at` counts them from 1. */
function onWrite(running: Running, around: (at: number, write: () => Promise<void>) => Promise<void>): () => number {
  const { store } = running.ports;
  const write: WriteCall = store.write.bind(store);
  let count = 0;
  store.write = (changes) => around(++count, () => write(changes));
  return () => count;
}

async function writesOf(scenario: Scenario): Promise<number> {
  const running = await openRunning();
  await create(running, scenario);
  const count = onWrite(running, (_at, write) => write());
  await finish(running, await start(running, scenario), scenario);
  return count();
}

const faults: Record<string, (write: () => Promise<void>) => Promise<void>> = {
  'meets a conflict': async () => {
    throw new WriteConflict('somebody else was first');
  },
  'fails before it takes effect': async () => {
    throw new Error('the store is away');
  },
  'fails after it took effect': async (write) => {
    await write();
    throw new Error('the answer was lost');
  },
};

async function withFaultAt(place: number, fault: string, scenario: Scenario) {
  const running = await openRunning();
  await create(running, scenario);
  onWrite(running, (at, write) => (at === place ? (faults[fault]?.(write) ?? write()) : write()));
  const id = await start(running, scenario);
  const status = await finish(running, id, scenario);
  return { place, status, steps: await running.steps(id) };
}

describe.each(scenarios)('a run of $name', (scenario) => {
  const { status, steps } = scenario;

  it('ends as its runbook says', async () => {
    const running = await openRunning();
    await create(running, scenario);
    const id = await start(running, scenario);

    expect(await finish(running, id, scenario)).toBe(status);

    expect(await running.steps(id)).toEqual(steps);
  });

  it.each(Object.keys(faults))('ends so too when any one of its writes %s', async (fault) => {
    const most = await writesOf(scenario);
    for (let place = 1; place <= most; place++)
      expect(await withFaultAt(place, fault, scenario)).toEqual({ place, status, steps });
  });

  it('ends so too when each of its tasks is called twice, at once or one after the other', async () => {
    for (const together of [true, false]) {
      const running = await openRunning(':memory:', undefined, (task) => async () => {
        if (together) return (await Promise.all([task(), task()]))[0];
        await task();
        return task();
      });
      await create(running, scenario);
      const id = await start(running, scenario);
      expect([await finish(running, id, scenario), await running.steps(id)]).toEqual([status, steps]);
    }
  });

  it('ends so too when the program dies after any one of its writes', async () => {
    const most = await writesOf(scenario);
    for (let place = 1; place <= most; place++)
      expect(await withDeathAfter(place, scenario)).toEqual({ place, status, steps });
  });
});

/** What is on disk after a write goes to another folder, as kill -9 would leave it, and a new program goes on from there. */
async function withDeathAfter(place: number, scenario: Scenario) {
  const folder = mkdtempSync(join(tmpdir(), 'quaymaster-'));
  const before = await openRunning(join(folder, 'db'));
  await create(before, scenario);
  const died = new Promise<void>((resolve) => {
    onWrite(before, async (at, write) => {
      if (at > place) return forever;
      await write();
      if (at < place) return;
      copy(join(folder, 'db'), join(folder, 'left'));
      resolve();
      return forever;
    });
  });
  void start(before, scenario)
    .then((id) => finish(before, id, scenario))
    .catch(() => undefined);
  await died;
  before.engine.close();

  const after = await openRunning(join(folder, 'left'), before.clock);
  for (const [id, job] of before.jobs) after.jobs.set(id, job);
  await after.roles.as('SsmReconcile', () => reconcile(after.ports));
  const id = await start(after, scenario);
  const status = await finish(after, id, scenario);
  const steps = await after.steps(id);
  after.engine.close();
  after.database.close();
  rmSync(folder, { recursive: true });
  return { place, status, steps };
}

const forever = new Promise<never>(() => {});

function copy(from: string, to: string): void {
  for (const end of ['', '-wal', '-log']) if (existsSync(from + end)) cpSync(from + end, to + end);
}
