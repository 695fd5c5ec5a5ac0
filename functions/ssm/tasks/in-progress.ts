import { drive, type Progressed } from '../automation-executions/drive.ts';
import type { Ports } from '../../ports/ports.ts';

/** What the state machine hands to a drive; `wait` counts them, so that each wait has a number of its own. */
export interface Driven {
  executionId: string;
  wait?: number;
}

/** The body of InProgress: runs the execution's steps until it must wait or ends; answers with the state to go to. */
export const inProgress = async (
  { executionId, wait = 0 }: Driven,
  ports: Ports,
): Promise<Progressed & { wait: number }> => ({ ...(await drive(executionId, ports)), wait: wait + 1 });
