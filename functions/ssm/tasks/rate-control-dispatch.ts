import type { Ports } from '../../ports/ports.ts';
import { dispatch, type Dispatched } from '../rate-control/dispatch.ts';
import type { Driven } from './in-progress.ts';

/** A machine's history holds 25,000 events, and each turn of it makes about fifteen. */
const mostTurns = 1_000;

/**
 * The body of InProgress and Cancelling: counts what ended, starts what may start or passes a stop on; answers with the state to go to. `wait` counts
 * the turns of all the machines that follow each other for one execution.
 */
export async function rateControlDispatch(
  { executionId, wait = 0 }: Driven,
  ports: Ports,
): Promise<Dispatched & Required<Driven>> {
  const next = { executionId, wait: wait + 1 };
  const dispatched = await dispatch(executionId, ports);
  const goesOn = dispatched.status === 'Waiting' || dispatched.status === 'InProgress';
  if (!goesOn || next.wait % mostTurns !== 0) return { ...dispatched, ...next };
  await ports.workflows.start('ssm-rate-control', `${executionId}-${next.wait}`, { ...next, status: 'InProgress' });
  return { ...next, status: 'Continued' };
}
