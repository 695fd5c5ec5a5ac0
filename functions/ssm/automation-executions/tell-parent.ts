import type { Ports } from '../../ports/ports.ts';
import { childEnded } from '../rate-control/ended.ts';
import type { ExecutionRecord } from './record.ts';
import { settleStep } from './settle-step.ts';

/** Tells what waits for an execution that it is over: the step above, or what runs a runbook for many targets. Told again, it changes nothing. */
export async function tellParent(
  record: ExecutionRecord,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>,
): Promise<void> {
  if (record.target) return childEnded(record, ports);
  if (record.parent) await settleStep(record.parent, { verdict: 'Ended' }, ports);
}
