import { loadRun } from '../../../functions/ssm/automation-executions/run.ts';
import { decisionsOf } from './promises.ts';
import { approvers } from './runbook.ts';
import { settled } from '../settled.ts';
import { openWorld } from '../world.ts';
import { signal, start, startedIds, stop } from './requests.ts';
import { automation } from './scenario.ts';

type Happening = { what: 'Approve' | 'Reject'; by: (typeof approvers)[number] } | { what: 'stop' } | { what: 'time' };

/** All orders of what three approvers may do, each once, of a stop and of the end of the time; approvers come in order, for their names change nothing. */
function* everyOrder(before: Happening[] = []): Generator<Happening[]> {
  yield before;
  const hasCome = (what: string) => before.some((one) => one.what === what);
  const next = approvers[before.filter((one) => 'by' in one).length];
  if (next) for (const what of ['Approve', 'Reject'] as const) yield* everyOrder([...before, { what, by: next }]);
  if (!hasCome('stop')) yield* everyOrder([...before, { what: 'stop' }]);
  if (!hasCome('time')) yield* everyOrder([...before, { what: 'time' }]);
}

/** What must become of a step that needs two of three approvals: nothing counts once it is over. */
function expected(order: Happening[]): { status: string; decisions: string[] } {
  let status = 'Waiting';
  const decisions: string[] = [];
  for (const one of order) {
    if (status !== 'Waiting') continue;
    if (one.what === 'stop') status = 'Cancelled';
    else if (one.what === 'time') status = 'TimedOut';
    else decisions.push(`${one.what} ${one.by}`);
    if (one.what === 'Reject') status = 'Failed';
    if (decisions.length === 2 && status === 'Waiting') status = 'Success';
  }
  return { status, decisions };
}

const nothing = { crash: 0, before: 0, after: 0, duplicate: 0, skew: 0, slowness: 0 };
const words: Record<string, string> = { Approved: 'Approve', Rejected: 'Reject' };

/** A stop that comes when the decision is on record, and the run has not gone on yet: both stand. */
function stoppedMeanwhile(order: Happening[]): { status: string; decisions: string[] }[] {
  const isStopLast = order.slice(-2).some(({ what }) => what === 'stop');
  const isOpen = expected(order.slice(0, -2)).status === 'Waiting';
  const rest = order.filter(({ what }) => what !== 'stop');
  return isStopLast && isOpen ? [{ status: 'Cancelled', decisions: expected(rest).decisions }] : [];
}

/** What becomes of it: one thing after the other, or the last two at once. */
async function played(order: Happening[], isAtOnce: boolean): Promise<{ status: string; decisions: string[] }> {
  const world = await openWorld(order.length, nothing, automation);
  void start(world, 'one', 'hello');
  await settled(world);
  const [id = ''] = startedIds(world);
  for (const [at, one] of order.entries()) {
    if (one.what === 'time') world.clock.advance(3_600_000);
    else void (one.what === 'stop' ? stop(world, id) : signal(world, id, [one.what, one.by]));
    if (!isAtOnce || at < order.length - 2) await settled(world);
  }
  await settled(world);
  const step = (await loadRun(world.ports.store, id))?.steps[0]?.value;
  expect(world.broken).toEqual([]);
  world.close();
  const decisions = (step ? decisionsOf(step) : []).map(
    ({ approver, status }) => `${words[status]} ${approver.split('/')[1]}`,
  );
  return { status: step?.status ?? '', decisions };
}

describe('an approval by two of three', () => {
  it('ends as it must after every order of decisions, a stop and the end of its time', async () => {
    let count = 0;
    for (const order of everyOrder()) {
      count += 1;
      expect({ order, ...(await played(order, false)) }).toEqual({ order, ...expected(order) });
    }

    expect(count).toBe(335);
  }, 120_000);

  it('ends as in one of the two orders where the last two things happen at once', async () => {
    for (const order of everyOrder()) {
      const [one, other] = order.slice(-2);
      if (!one || !other) continue;
      const swapped = [...order.slice(0, -2), other, one];
      // Of two decisions at the same moment one may be refused, and is made again by who meets that.
      const either = [order, swapped, order.slice(0, -1), swapped.slice(0, -1)].map(expected);

      expect([...either, ...stoppedMeanwhile(order)]).toContainEqual(await played(order, true));
    }
  }, 120_000);
});
