import type { Ports } from '../../ports/ports.ts';
import { type ExecutionRecord, partitionOf } from '../automation-executions/record.ts';
import { requestStop } from '../automation-executions/stop-automation-execution.ts';
import { stopThere } from './elsewhere.ts';
import { childId, type Control, targetKey, type TargetRecord } from './record.ts';

const pageSize = 50;

/** Asks the executions of the next page of targets to stop, and says up to which target that is done. */
export async function stopChildren(
  parent: ExecutionRecord,
  { stopped }: Pick<Control, 'stopped'>,
  ports: Ports,
): Promise<number> {
  const { total = 0 } = parent.rateControl ?? {};
  const { sort: from } = targetKey(parent.id, stopped + 1);
  const { items } = await ports.store.list<TargetRecord>({
    partition: partitionOf(parent.id),
    prefix: 'target#',
    from,
    limit: pageSize,
  });
  await Promise.all(items.map(({ value }) => stopChild(parent, value, ports)));
  const last = items.at(-1)?.value.sequence;
  return items.length < pageSize || last === undefined ? total : last;
}

/** The same for all targets. */
export async function stopAllChildren(parent: ExecutionRecord, ports: Ports): Promise<void> {
  const { total = 0 } = parent.rateControl ?? {};
  for (let stopped = 0; stopped < total;) stopped = await stopChildren(parent, { stopped }, ports);
}

async function stopChild(parent: ExecutionRecord, target: TargetRecord, ports: Ports): Promise<void> {
  if (target.status !== 'InProgress') return;
  if (!target.place) return requestStop(childId(parent.id, target.sequence), ports);
  // One that has not begun is not begun any more (see visits.ts).
  if (target.executionId !== undefined) await stopThere({ parent, target, aws: ports.aws }, ports.log);
}
