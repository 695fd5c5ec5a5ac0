import type { Store, Write } from '../../functions/ports/store.ts';
import type { StepRecord } from '../../functions/ssm/automation-executions/record.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** A store that looks at each change of an execution or a step: `history` tells them all, `broken` what must never happen. */
export function watched(store: Store): { store: Store; broken: string[]; history: string[] } {
  const broken: string[] = [];
  const history: string[] = [];
  const before = new Map<string, StepRecord>();
  const look = (change: Write): void => {
    if (!('put' in change) || !change.put.partition.startsWith('automation-execution#')) return;
    const name = `${change.put.partition} ${change.put.sort}`;
    const record = change.put.value as StepRecord;
    const last = before.get(name);
    before.set(name, structuredClone(record));
    history.push(`${name} ${record.status}`);
    if (last) broken.push(...faultsOf(last, record).map((fault) => `${name}: ${fault}`));
  };
  return {
    broken,
    history,
    store: {
      ...store,
      write: async (changes) => {
        await store.write(changes);
        changes.forEach(look);
      },
    },
  };
}

function faultsOf(last: StepRecord, next: StepRecord): string[] {
  const faults: string[] = [];
  const isOver = over.has(last.status);
  if (isOver && next.status !== last.status) faults.push(`${last.status} became ${next.status}`);
  if (next.attempt < last.attempt) faults.push(`attempt ${last.attempt} became ${next.attempt}`);
  const isSame = next.attempt === last.attempt;
  const [had, has] = [last.decisions ?? [], next.decisions ?? []];
  if (isSame && !over.has(next.status) && JSON.stringify(has.slice(0, had.length)) !== JSON.stringify(had))
    faults.push('a decision was lost');
  if (isSame && last.verdict && has.length > had.length) faults.push(`a decision came after ${last.verdict.verdict}`);
  if (isSame && last.verdict && next.verdict && last.verdict.verdict !== next.verdict.verdict)
    faults.push(`the verdict ${last.verdict.verdict} became ${next.verdict.verdict}`);
  return faults;
}
