import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm';
import fc from 'fast-check';
import type { JsonObject } from '../../../../functions/ports/json.ts';
import { childEnded } from '../../../../functions/ssm/rate-control/ended.ts';
import { dispatch } from '../../../../functions/ssm/rate-control/dispatch.ts';
import { getExecution } from '../../../../functions/ssm/automation-executions/run.ts';
import { rateControlDispatch } from '../../../../functions/ssm/tasks/rate-control-dispatch.ts';
import { type Fleet, openFleet } from './fleet.ts';

const childrenOf = async (fleet: Fleet, id: string) => {
  const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
  const page = await fleet.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
  return page.AutomationExecutionMetadataList ?? [];
};

describe('the dispatching', () => {
  it('starts each target once and keeps to MaxConcurrency, however often it is called at once and told of an end', async () => {
    const act = fc.record({ end: fc.nat(), isFailure: fc.boolean(), times: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(act, { maxLength: 8 }), async (most, acts) => {
        const fleet = await openFleet();
        const id = await fleet.startFor(7, { MaxConcurrency: String(most), MaxErrors: '2' });
        let failures = 0;
        for (const { end, isFailure, times } of acts) {
          const waiting = await fleet.waiting(id);
          expect(waiting.length).toBeLessThanOrEqual(most);
          const target = waiting[end % waiting.length];
          if (target === undefined) break;
          const before = (await childrenOf(fleet, id)).length;
          await (isFailure ? fleet.fail(id, target) : fleet.succeed(id, target));
          failures += isFailure ? 1 : 0;
          const again = (await childrenOf(fleet, id)).find(({ Target }) => Target === target);
          const child = await getExecution(fleet.ports.store, again?.AutomationExecutionId ?? '');
          const tellings = Array.from({ length: times }, () => child && childEnded(child.value, fleet.ports));
          const turns = Array.from({ length: times }, () => dispatch(id, fleet.ports));
          await Promise.all([...tellings, ...turns]);
          await fleet.settled();
          const names = (await childrenOf(fleet, id)).map(({ Target }) => Target);
          expect(new Set(names).size).toBe(names.length);
          if (failures > 2) expect(names.length).toBe(before);
        }
        const { ProgressCounters: counters, AutomationExecutionStatus: status } = await fleet.execution(id);
        const ended = (await childrenOf(fleet, id)).filter((child) => child.AutomationExecutionStatus !== 'Waiting');
        expect((counters?.SuccessSteps ?? 0) + (counters?.FailedSteps ?? 0)).toBe(ended.length);
        expect(counters?.FailedSteps).toBe(failures);
        if (failures > 2 && !(await fleet.waiting(id)).length) expect(status).toBe('Failed');
        fleet.engine.close();
        fleet.database.close();
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('starts what a crash left claimed and not started', async () => {
    let isBroken = false;
    const fleet = await openFleet();
    const start = fleet.ports.workflows.start.bind(fleet.ports.workflows);
    fleet.ports.workflows.start = async (machine, name, input, after) => {
      if (isBroken && machine === 'ssm-automation') throw new Error('killed');
      return start(machine, name, input, after);
    };
    const id = await fleet.startFor(3);
    isBroken = true;
    await fleet.succeed(id, 't1');
    expect(await fleet.waiting(id)).toEqual([]);
    isBroken = false;

    fleet.clock.advance(1_100);
    await fleet.settled();

    expect(await fleet.waiting(id)).toEqual(['t2', 't3']);
    for (const name of ['t2', 't3']) await fleet.succeed(id, name);
    await fleet.reach(id, 'Success');
    expect(await childrenOf(fleet, id)).toHaveLength(3);
  });

  it('goes on where who was called twice counted the last end, and got no further', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const fleet = await openFleet(':memory:', undefined, (task, name) => async () => {
      if (name === 'SsmRateControlWaiting') await held;
      return task();
    });
    const id = await fleet.startFor(1);
    await fleet.succeed(id, 't1');
    let now = fleet.clock.now();
    const late = { ...fleet.ports, clock: { ...fleet.ports.clock, now: () => (now += 30_000) } };
    expect(await dispatch(id, late)).toEqual({ status: 'InProgress' });
    expect((await fleet.execution(id)).AutomationExecutionStatus).toBe('InProgress');

    release();

    await fleet.reach(id, 'Success');
  });

  it('starts nothing more once a stop is acknowledged, be it at the last moment', async () => {
    const fleet = await openFleet();
    const id = await fleet.startFor(3);
    const write = fleet.ports.store.write.bind(fleet.ports.store);
    fleet.ports.store.write = async (changes) => {
      const isClaim = changes.some((change) => 'put' in change && change.put.sort === 'target#000002');
      if (isClaim) await fleet.stop(id);
      return write(changes);
    };

    await fleet.succeed(id, 't1');

    await fleet.reach(id, 'Cancelled');
    expect((await childrenOf(fleet, id)).map(({ Target }) => Target)).toEqual(['t1']);
  });

  it.each([
    ['an end', (fleet: Fleet, id: string) => fleet.succeed(id, 't1'), 'Success'],
    ['a stop', (fleet: Fleet, id: string) => fleet.stop(id), 'Cancelled'],
  ])('sees %s that came before its token was on record', async (_, happen, status) => {
    let before: (() => Promise<void>) | undefined;
    const fleet: Fleet = await openFleet(':memory:', undefined, (task, name) => async () => {
      const happens = name === 'SsmRateControlWaiting' ? before : undefined;
      if (happens) before = undefined;
      await happens?.();
      return task();
    });
    const start = fleet.ports.workflows.start.bind(fleet.ports.workflows);
    fleet.ports.workflows.start = async (machine, name, input, after) => {
      if (machine === 'ssm-rate-control') before = () => happen(fleet, name);
      return start(machine, name, input, after);
    };

    const id = await fleet.startFor(1);

    await fleet.reach(id, status);
  });

  it('goes on in another execution of the machine before its history is full', async () => {
    const fleet = await openFleet();
    const id = await fleet.startFor(2);

    const answers = [1, 2].map(() => rateControlDispatch({ executionId: id, wait: 500 }, fleet.ports));

    expect(await Promise.all(answers)).toEqual([
      { executionId: id, wait: 500, status: 'Continued' },
      { executionId: id, wait: 500, status: 'Continued' },
    ]);
    await fleet.settled();
    const executionArn = `${fleet.engine.stateMachineArn('ssm-rate-control').replace(':stateMachine:', ':execution:')}:${id}-1`;
    expect(await fleet.engine.describeExecution({ executionArn })).toMatchObject({ status: 'RUNNING' });
    for (const name of ['t1', 't2']) await fleet.succeed(id, name);
    await fleet.reach(id, 'Success');
    await fleet.settled();
    expect(await fleet.engine.describeExecution({ executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('ends as Failed when its own task fails for good', async () => {
    const state = { isBroken: false };
    const fleet = await openFleet(':memory:', undefined, (task, name) => async (): Promise<JsonObject> => {
      if (state.isBroken && name === 'SsmRateControlDispatch') throw new Error('a secret of the engine');
      return task();
    });
    const id = await fleet.startFor(2);
    state.isBroken = true;
    await fleet.succeed(id, 't1');
    for (let retry = 0; retry < 6; retry++) {
      fleet.clock.advance(100_000);
      await fleet.settled();
    }

    expect(await fleet.reach(id, 'Failed')).toMatchObject({
      FailureMessage: expect.stringMatching(/^Internal Server Error\./),
    });
  });
});
