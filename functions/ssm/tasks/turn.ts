import { handOver, isSpent, type Successive } from '../automation-executions/generation.ts';
import type { Ports } from '../../ports/ports.ts';

/** What a state machine hands to a turn of its work; `wait` counts those of all generations, so that each wait has a number of its own. */
export interface Driven extends Successive {
  wait?: number;
}

/** What it gets back: the state to go to, `Continued` where a successor takes over. */
export type Turned<Place extends object> = Driven & (Place | { status: 'Continued' });

/**
 * One turn of a machine: `work`, or, where the machine has made as many turns as one may, the start of its successor and nothing else, so that no
 * two work at once.
 */
export async function turn<Place extends object>(
  machine: 'ssm-automation' | 'ssm-rate-control',
  { work, driven, most }: { work: () => Promise<Place>; driven: Driven; most: number },
  ports: Ports,
): Promise<Turned<Place>> {
  const { executionId, wait = 0, generation } = driven;
  const successive = { executionId, ...(generation !== undefined && { generation }) };
  if (!isSpent({ turns: wait, ...successive }, most)) return { ...(await work()), ...successive, wait: wait + 1 };
  await handOver(machine, { ...successive, wait, status: 'InProgress' }, ports);
  return { ...successive, wait, status: 'Continued' };
}
