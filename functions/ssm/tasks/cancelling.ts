import { drive, type Progressed } from '../automation-executions/drive.ts';
import type { Ports } from '../../ports/ports.ts';

/** The body of Cancelling: ends the running step, runs the path its onCancel names, then says Cancelled. */
export const cancelling = ({ executionId }: { executionId: string }, ports: Ports): Promise<Progressed> =>
  drive(executionId, ports);
