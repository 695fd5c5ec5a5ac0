import { isPassing } from '../../ports/aws-api.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { type ExecutionRecord, partitionOf } from '../automation-executions/record.ts';
import { failureMessage } from '../automation-executions/step.ts';
import { awsFailure } from '../steps/role.ts';
import { endThere, startThere, stopThere, type There } from './elsewhere.ts';
import { type End, endedTarget, endWrites } from './ended.ts';
import { tellTargets } from './event.ts';
import { dueOf, getTarget, type TargetRecord, type Visit, visitPrefix, visitSort } from './record.ts';

const mostAtOnce = 20;
const mostMisses = 60;
const first = 5_000;
const longest = 60_000;
/** An execution elsewhere that was asked to stop and does not end is given up after this many milliseconds. */
const stopLimit = 600_000;

type Needs = Pick<Ports, 'store' | 'clock' | 'aws' | 'log' | 'events'>;

/** Looks at the executions elsewhere that are due, starting those that have not begun, and says whether there were any. Each has its own write. */
export async function makeVisits(parent: ExecutionRecord, ports: Needs): Promise<boolean> {
  const to = visitSort(ports.clock.now());
  const due = { partition: partitionOf(parent.id), from: visitPrefix, to, limit: mostAtOnce };
  const { items } = await ports.store.list<Visit>(due);
  await Promise.all(items.map((visit) => makeVisit(parent, visit, ports)));
  return items.length > 0;
}

/** When the next visit is due, in epoch milliseconds. */
export async function nextVisit(parent: ExecutionRecord, { store }: Pick<Ports, 'store'>): Promise<number | undefined> {
  const { items } = await store.list<Visit>({ partition: partitionOf(parent.id), prefix: visitPrefix, limit: 1 });
  const [visit] = items;
  return visit && dueOf(visit.sort);
}

async function makeVisit(parent: ExecutionRecord, visit: Stored<Visit>, ports: Needs): Promise<void> {
  const target = await getTarget(ports.store, parent.id, visit.value.sequence);
  const remove = { partition: visit.partition, sort: visit.sort };
  const seen = target?.value.status === 'InProgress' ? await look(parent, target, { visit, ports }) : { writes: [] };
  await ports.store.write([{ remove, expect: visit.version }, ...seen.writes]);
  if (seen.ended) await tellTargets(parent, [seen.ended], ports);
}

/** What a visit found: the changes it makes, and the target where that has ended. */
interface Seen {
  writes: Write[];
  ended?: TargetRecord;
}

function over(target: Stored<TargetRecord>, end: End, now: number): Seen {
  const ended = endedTarget(target.value, end, now);
  return { writes: endWrites(target, ended), ended };
}

interface Around {
  visit: Stored<Visit>;
  ports: Needs;
}

async function look(parent: ExecutionRecord, target: Stored<TargetRecord>, around: Around): Promise<Seen> {
  const { ports, visit } = around;
  const there: There = { parent, target: target.value, aws: ports.aws };
  const now = ports.clock.now();
  const isStopped = parent.status === 'Cancelling';
  const isGivenUp = isStopped && now > (parent.stopTime ?? 0) + stopLimit;
  if (isGivenUp || (isStopped && there.target.executionId === undefined))
    return over(target, { status: 'Cancelled' }, now);
  try {
    if (there.target.executionId === undefined) return begun(target, await startThere(there), around);
    // Whoever passed the stop on may not have known of this execution yet; a second stop changes nothing.
    if (isStopped) await stopThere(there, ports.log);
    const end = await endThere(there);
    return end ? over(target, end, now) : { writes: [again(target, { ...visit.value, misses: 0 }, now)] };
  } catch (error) {
    const { phase, detail } = awsFailure(error).failure;
    const { misses } = visit.value;
    if (isPassing(error) && misses < mostMisses)
      return { writes: [again(target, { ...visit.value, misses: misses + 1 }, now)] };
    return over(target, { status: 'Failed', message: failureMessage(phase, detail) }, now);
  }
}

/** The execution there has begun. */
function begun(target: Stored<TargetRecord>, executionId: string, { visit, ports }: Around): Seen {
  const put = { ...target, value: { ...target.value, executionId } };
  const next = again(target, { ...visit.value, misses: 0 }, ports.clock.now());
  return { writes: [{ put, expect: target.version }, next] };
}

/** The next visit: after 5 s, 7.5 s … up to a minute. */
function again({ value, partition }: Stored<TargetRecord>, visit: Visit, now: number): Write {
  const due = Math.ceil(now + Math.min(longest, first * 1.5 ** visit.looks));
  const put = { partition, sort: visitSort(due, value.sequence), value: { ...visit, looks: visit.looks + 1 } };
  return { put, expect: 0 };
}
