import { isDeepStrictEqual } from 'node:util';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { unlessConflict } from '../../ports/until-written.ts';
import { admit, leave, withoutSlot } from '../automation-executions/admission.ts';
import { executionEvent } from '../automation-executions/event.ts';
import {
  type ExecutionRecord,
  executionItem,
  executionKey,
  isFinished,
  partitionOf,
  type StoredExecution,
} from '../automation-executions/record.ts';
import { getExecution } from '../automation-executions/run.ts';
import { tellParent } from '../automation-executions/tell-parent.ts';
import { claimed, claims, startClaimed } from './claims.ts';
import { counted, dispatched, endOf, started, toDispatch, unstarted } from './decide.ts';
import { tellTargets } from './event.ts';
import { type Control, controlKey, type Ended, endedPrefix, getControl } from './record.ts';
import { stopChildren } from './stop-children.ts';
import { makeVisits, nextVisit } from './visits.ts';

/** Where the machine `ssm-rate-control` goes next; after `Continued` another execution of it goes on. `timeoutSeconds` bounds a wait. */
export interface Dispatched {
  status: ExecutionRecord['status'] | 'Continued';
  timeoutSeconds?: number;
}

const longestDispatch = 20_000;
/** How many ends to count and targets to dispatch in one write, which holds a hundred changes. */
const mostAtOnce = 30;
/** How long to wait when nothing is due; whoever ends says so. */
const longestWait = 3600;

/**
 * Counts the executions that ended and starts those that may start now, until there is nothing left to do but wait. Every turn is one conditional
 * write, so it may be called again, and by two at once: each target gets one execution, and each end counts once.
 */
export async function dispatch(executionId: string, ports: Ports): Promise<Dispatched> {
  const until = ports.clock.now() + longestDispatch;
  for (;;) {
    const place = await turn(executionId, ports).catch(unlessConflict);
    if (place) return place;
    if (ports.clock.now() > until) return { status: 'InProgress' };
  }
}

/** What one turn knows. */
interface Turn {
  execution: StoredExecution;
  control: Stored<Control>;
  ports: Ports;
}

async function turn(executionId: string, ports: Ports): Promise<Dispatched | undefined> {
  const [execution, control] = await Promise.all([
    getExecution(ports.store, executionId),
    getControl(ports.store, executionId),
  ]);
  if (!execution || !control) return { status: 'Failed' };
  if (isFinished(execution.value)) return ended(execution.value, ports);
  if (execution.value.status === 'Pending') return waitForPlace(execution.value, ports);
  return goOn({ execution, control, ports });
}

/** Undefined when there is a place by now. */
async function waitForPlace(record: ExecutionRecord, ports: Ports): Promise<Dispatched | undefined> {
  await admit(ports, record);
  const now = await getExecution(ports.store, record.id);
  return now?.value.status === 'Pending' ? { status: 'Waiting', timeoutSeconds: longestWait } : undefined;
}

async function goOn(context: Turn): Promise<Dispatched | undefined> {
  const { execution, control, ports } = context;
  const { id, rateControl } = execution.value;
  await startClaimed(execution.value, unstarted(control.value.groups), ports);
  const isVisited = rateControl?.locations !== undefined && (await makeVisits(execution.value, ports));
  const words = await ports.store.list<Ended>({ partition: partitionOf(id), prefix: endedPrefix, limit: mostAtOnce });
  const isCancelling = execution.value.status === 'Cancelling';
  const groups = started(
    counted(
      control.value.groups,
      words.items.map(({ value }) => value),
    ),
  );
  // All ends are counted before more is started: one of them may be the error that forbids it.
  const sequences = isCancelling || words.next !== undefined ? [] : toDispatch(groups, mostAtOnce);
  const stopped = isCancelling ? await stopMore(context) : control.value.stopped;
  const next = { ...control.value, groups: dispatched(groups, sequences), stopped };
  if (!isDeepStrictEqual(next, control.value)) {
    const targets = await claimed(execution.value, sequences, ports);
    await advance(context, next, [...words.items.map(asRemoval), ...claims(execution.value, targets)]);
    await tellTargets(execution.value, targets, ports);
    return undefined;
  }
  const end = isVisited ? undefined : endOf(groups, isCancelling);
  if (end) return finish(context, end);
  return isVisited ? undefined : wait(context);
}

const asRemoval = ({ partition, sort, version }: Stored): Write => ({ remove: { partition, sort }, expect: version });

/** The control's record moves on, while nobody has asked to stop meanwhile. */
async function advance({ execution, control, ports }: Turn, value: Control, together: Write[]): Promise<void> {
  await ports.store.write([
    { put: { ...controlKey(execution.value.id), value }, expect: control.version },
    { check: executionKey(execution.value.id), expect: execution.version },
    ...together,
  ]);
}

const stopMore = async ({ execution, control, ports }: Turn): Promise<number> =>
  control.value.stopped < (execution.value.rateControl?.total ?? 0)
    ? stopChildren(execution.value, control.value, ports)
    : control.value.stopped;

async function wait({ execution, ports }: Turn): Promise<Dispatched> {
  const due = await nextVisit(execution.value, ports);
  const seconds = due === undefined ? longestWait : Math.ceil((due - ports.clock.now()) / 1000);
  return { status: 'Waiting', timeoutSeconds: Math.max(1, Math.min(longestWait, seconds)) };
}

async function finish(
  { execution, control, ports }: Turn,
  { status, message }: { status: 'Success' | 'Failed' | 'TimedOut' | 'Cancelled'; message?: string },
): Promise<Dispatched> {
  const endTime = ports.clock.now();
  const left = await leave(ports.store, execution.value);
  const record = {
    ...withoutSlot(execution.value),
    status,
    endTime,
    outputs: {},
    ...(message !== undefined && { failureMessage: message }),
  };
  await ports.store.write([
    { put: executionItem(record), expect: execution.version },
    { check: controlKey(record.id), expect: control.version },
    ...left,
  ]);
  await ports.events.publish(() => [executionEvent(record, endTime)]);
  return ended(record, ports);
}

async function ended(record: ExecutionRecord, ports: Ports): Promise<Dispatched> {
  await admit(ports, record);
  await tellParent(record, ports);
  return { status: record.status };
}
