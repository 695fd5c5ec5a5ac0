import { drive, type Progressed } from '../automation-executions/drive.ts';
import type { Ports } from '../../ports/ports.ts';

/** The body of InProgress: runs the execution's steps until it must wait or ends; answers with the state to go to. */
export const inProgress = ({ executionId }: { executionId: string }, ports: Ports): Promise<Progressed> =>
  drive(executionId, ports);
