import type { Ports } from '../../ports/ports.ts';
import { isWritten } from '../../ports/until-written.ts';
import { isFinished, stepItem, type StepRecord, type StoredStep, watchPartition } from './record.ts';
import { getExecution } from './run.ts';
import { wake } from './wake.ts';

type Needs = Pick<Ports, 'store' | 'workflows'>;

/** Makes every step that waits for something look at it now. Nothing else is believed of who says so: the step asks as it would have later. */
export async function lookNow(watch: string, ports: Needs): Promise<void> {
  const query = { partition: watchPartition(watch), index: 'status', limit: 100 } as const;
  const { items } = await ports.store.list<StepRecord>(query);
  await Promise.all(items.map((step) => look(step, ports)));
}

async function look(step: StoredStep, { store, workflows }: Needs): Promise<void> {
  const executionId = step.partition.replace(/^.*#/, '');
  const execution = await getExecution(store, executionId);
  if (!execution || isFinished(step.value)) return;
  const value = { ...step.value, wakeAt: 0 };
  // Whoever changed the step meanwhile looks at it, at the latest when it would have been looked at anyway.
  if (!(await isWritten(store, [{ put: stepItem(executionId, value), expect: step.version }]))) return;
  await wake({ store, workflows }, { execution: execution.value, step: value });
}
