import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { isWritten } from '../../ports/until-written.ts';
import type { Told } from '../automation-executions/event.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { failureMessage } from '../automation-executions/step.ts';
import { tellTargets } from './event.ts';
import { endedSort, getTarget, type TargetEnd, type TargetRecord } from './record.ts';
import { wakeToCount } from './wake.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>;

/** Tells a rate-controlled execution that the execution of one of its targets is over. Told again, it changes nothing. */
export async function childEnded(child: ExecutionRecord, ports: Needs): Promise<void> {
  const { parent, target } = child;
  if (!parent || !target) return;
  const status = child.status as TargetEnd;
  const message = status === 'Success' ? undefined : messageOf(child);
  // But for its id, what the bus is told of the execution above is true of this one too.
  const execution = { ...child, id: parent.executionId };
  await recordEnd({ execution, sequence: target.sequence }, { status, message }, ports);
}

function messageOf({ id, status, outputs = {} }: ExecutionRecord): string {
  const end = `{Status=[${status}], Output=[${Object.values(outputs).flat().join(', ')}], ExecutionId=[${id}]}`;
  return failureMessage(
    'Execution complete: verified',
    `Failed to run automation with executionId: ${id} ${status} : ${end}`.slice(0, mostCharacters),
  );
}

const mostCharacters = 10_000;

/** How a target's execution ended, and why it did not succeed. */
export interface End {
  status: TargetEnd;
  message?: string | undefined;
}

/** A target when its execution has ended; `now` is in epoch milliseconds. */
export const endedTarget = (target: TargetRecord, { status, message }: End, now: number): TargetRecord => ({
  ...target,
  status,
  endTime: now,
  ...(message && { failureMessage: message }),
});

/** The changes that put a target's end on record, together with the word of it, which stays until it is counted. */
export function endWrites(target: Stored<TargetRecord>, value: TargetRecord): Write[] {
  const { sequence, status } = value;
  return [
    { put: { ...target, value }, expect: target.version },
    { put: { partition: target.partition, sort: endedSort(sequence), value: { sequence, status } }, expect: 0 },
  ];
}

/** Puts the end of a target on record, once, and wakes the dispatching. */
export async function recordEnd(place: Place, end: End, ports: Needs): Promise<void> {
  while (!(await isRecorded(place, end, ports))) continue;
  await wakeToCount(ports, place.execution.id);
}

interface Place {
  execution: Told;
  sequence: number;
}

async function isRecorded({ execution, sequence }: Place, end: End, ports: Needs): Promise<boolean> {
  const { store, clock } = ports;
  const target = await getTarget(store, execution.id, sequence);
  if (!target || target.value.status !== 'InProgress') return true;
  const ended = endedTarget(target.value, end, clock.now());
  if (!(await isWritten(store, endWrites(target, ended)))) return false;
  await tellTargets(execution, [ended], ports);
  return true;
}
