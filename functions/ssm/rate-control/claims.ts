import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { type ExecutionRecord, partitionOf } from '../automation-executions/record.ts';
import { startChild } from './child.ts';
import { plannedTargets, targetKey, type TargetRecord, visitSort } from './record.ts';

/** Targets as they are when they are dispatched. */
export async function claimed(
  { id }: ExecutionRecord,
  sequences: number[],
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<TargetRecord[]> {
  const startTime = clock.now();
  const targets = await plannedTargets(store, id, sequences);
  return [...targets].map(([sequence, target]) => ({ ...target, sequence, status: 'InProgress', startTime }));
}

/** The changes that put dispatched targets on record; one elsewhere is to be visited at once. */
export const claims = ({ id }: ExecutionRecord, targets: TargetRecord[]): Write[] =>
  targets.flatMap((value): Write[] => {
    const { sequence, startTime, place } = value;
    const visit = { sequence, looks: 0, misses: 0 };
    const due = { partition: partitionOf(id), sort: visitSort(startTime, sequence), value: visit };
    const put = { ...targetKey(id, sequence), value };
    return [{ put, expect: 0 }, ...(place ? [{ put: due, expect: 0 }] : [])];
  });

/** Starts the executions of targets that are on record as dispatched; those elsewhere begin with their first visit. */
export async function startClaimed(parent: ExecutionRecord, sequences: number[], ports: Ports): Promise<void> {
  const targets = await plannedTargets(ports.store, parent.id, sequences);
  const here = [...targets].filter(([, target]) => !target.place);
  await Promise.all(here.map(([sequence, target]) => startChild(parent, { sequence, target }, ports)));
}
