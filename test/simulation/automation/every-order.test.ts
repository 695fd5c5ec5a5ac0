import { loadRun } from '../../../functions/ssm/automation-executions/run.ts';
import { decisionsOf } from './promises.ts';
import { approvers } from './runbook.ts';
import { settled } from '../settled.ts';
import { openWorld, type Trouble, type World } from '../world.ts';
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

const nothing = { crash: 0, before: 0, after: 0, duplicate: 0, skew: 0, lag: 0, slowness: 0 };
const words: Record<string, string> = { Approved: 'Approve', Rejected: 'Reject' };

/** A stop that comes when the decision is on record, and the run has not gone on yet: both stand. */
function stoppedMeanwhile(order: Happening[]): { status: string; decisions: string[] }[] {
  const isStopLast = order.slice(-2).some(({ what }) => what === 'stop');
  const isOpen = expected(order.slice(0, -2)).status === 'Waiting';
  const rest = order.filter(({ what }) => what !== 'stop');
  return isStopLast && isOpen ? [{ status: 'Cancelled', decisions: expected(rest).decisions }] : [];
}

/** A world in which a run waits for approvals, and the id of the run. */
async function waitingRun(trouble: Trouble, seed: number): Promise<{ world: World; id: string }> {
  const world = await openWorld(seed, trouble, automation);
  void start(world, 'one', 'hello');
  await settled(world);
  return { world, id: startedIds(world)[0] ?? '' };
}

function happen(world: World, id: string, one: Happening): void {
  if (one.what === 'time') world.clock.advance(3_600_000);
  else void (one.what === 'stop' ? stop(world, id) : signal(world, id, [one.what, one.by]));
}

/** What became of it, when all is quiet. */
async function outcome(world: World, id: string): Promise<{ status: string; decisions: string[] }> {
  await settled(world);
  const step = (await loadRun(world.ports.store, id))?.steps[0]?.value;
  expect(world.broken).toEqual([]);
  world.close();
  const decisions = (step ? decisionsOf(step) : []).map(
    ({ approver, status }) => `${words[status]} ${approver.split('/')[1]}`,
  );
  return { status: step?.status ?? '', decisions };
}

/** What becomes of it: one thing after the other, or the last two at once. */
async function played(order: Happening[], isAtOnce: boolean): Promise<{ status: string; decisions: string[] }> {
  const { world, id } = await waitingRun(nothing, order.length);
  for (const [at, one] of order.entries()) {
    happen(world, id, one);
    if (!isAtOnce || at < order.length - 2) await settled(world);
  }
  return outcome(world, id);
}

/** What becomes of it where the power is cut so many steps after one thing began to happen, and whether anybody was told of that, or all of it was over. */
async function cutOff(order: Happening[], { at, steps }: { at: number; steps: number }) {
  const { world, id } = await waitingRun({ ...nothing, disk: { failing: 0 } }, order.length);
  let [isOver, isTold] = [false, false];
  for (const [place, one] of order.entries()) {
    const told = world.acknowledged.length;
    happen(world, id, one);
    if (place !== at) await settled(world);
    else {
      isOver = await hasSettled(world, steps);
      isTold = world.acknowledged.length > told;
      world.restart('power cut');
      await settled(world);
    }
  }
  return { isOver, isTold, end: await outcome(world, id) };
}

/** Lets so many things happen; answers whether there were no more. */
async function hasSettled({ gate, quiet }: World, steps: number): Promise<boolean> {
  await quiet();
  for (let left = steps; left > 0 && !gate.isEmpty; left--) {
    gate.open();
    await quiet();
  }
  return gate.isEmpty;
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

  it('ends as it must wherever in one of two things that happen the power is cut', async () => {
    let count = 0;
    for (const order of everyOrder())
      for (const at of order.keys()) {
        if (order.length > 2 || expected(order.slice(0, at)).status !== 'Waiting') continue;
        for (let [steps, isOver] = [0, false]; !isOver; steps++) {
          const cut = await cutOff(order, { at, steps });
          const isKnown = cut.isTold || order[at]?.what === 'time';
          isOver = cut.isOver;
          count += 1;

          // What nobody was told of may have happened or not.
          expect([expected(order), ...(isKnown ? [] : [expected(order.toSpliced(at, 1))])]).toContainEqual(cut.end);
        }
      }

    expect(count).toBeGreaterThan(300);
  }, 240_000);
});
