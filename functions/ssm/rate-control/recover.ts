import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { type ExecutionRecord, isFinished, partitionOf } from '../automation-executions/record.ts';
import { getExecution } from '../automation-executions/run.ts';
import { childEnded } from './ended.ts';
import { childId, type TargetRecord } from './record.ts';
import { wakeIfCalled } from './wake.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>;

/** Finishes what a crash cut in two: takes lost words of ends to the record, and wakes the machine. Changes nothing where all is well. */
export async function recoverRateControl(execution: ExecutionRecord, ports: Needs): Promise<void> {
  for await (const target of runningTargets(execution, ports)) {
    const child = await getExecution(ports.store, childId(execution.id, target.sequence));
    if (child && isFinished(child.value)) await childEnded(child.value, ports);
  }
  await wakeIfCalled(ports, execution);
}

async function* runningTargets({ id }: ExecutionRecord, { store }: Needs) {
  const query = { partition: partitionOf(id), prefix: 'target#', limit: 200 };
  for await (const { value } of everyRecord<TargetRecord>(store, query))
    if (value.status === 'InProgress' && !value.place) yield value;
}
