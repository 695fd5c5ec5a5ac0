import type { Ports } from '../../ports/ports.ts';
import { type Stored, type Write, WriteConflict } from '../../ports/store.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { failureMessage } from '../automation-executions/step.ts';
import { type Ended, endedSort, getTarget, type TargetEnd, type TargetRecord } from './record.ts';
import { wakeToCount } from './wake.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock'>;

/** Tells a rate-controlled execution that the execution of one of its targets is over. Told again, it changes nothing. */
export async function childEnded(child: ExecutionRecord, ports: Needs): Promise<void> {
  const { parent, target } = child;
  if (!parent || !target) return;
  const status = child.status as TargetEnd;
  const message = status === 'Success' ? undefined : messageOf(child);
  await recordEnd({ executionId: parent.executionId, sequence: target.sequence }, { status, message }, ports);
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

/** The changes that put a target's end on record, together with the word of it, which stays until it is counted. */
export function endWrites(target: Stored<TargetRecord>, { status, message }: End, now: number): Write[] {
  const { sequence } = target.value;
  const value = { ...target.value, status, endTime: now, ...(message && { failureMessage: message }) };
  const ended: Ended = { sequence, status };
  return [
    { put: { ...target, value }, expect: target.version },
    { put: { partition: target.partition, sort: endedSort(sequence), value: ended }, expect: 0 },
  ];
}

/** Puts the end of a target on record, once, and wakes the dispatching. */
export async function recordEnd(place: Place, end: End, ports: Needs): Promise<void> {
  while (!(await isRecorded(place, end, ports))) continue;
  await wakeToCount(ports, place.executionId);
}

interface Place {
  executionId: string;
  sequence: number;
}

async function isRecorded({ executionId, sequence }: Place, end: End, { store, clock }: Needs): Promise<boolean> {
  const target = await getTarget(store, executionId, sequence);
  if (!target || target.value.status !== 'InProgress') return true;
  try {
    await store.write(endWrites(target, end, clock.now()));
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}
