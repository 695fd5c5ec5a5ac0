import type { Ports } from '../../ports/ports.ts';
import { type Driven, inProgress } from './in-progress.ts';

/** The body of Cancelling: ends the running step, runs the path its onCancel names, then says Cancelled. */
export const cancelling = (driven: Driven, ports: Ports): ReturnType<typeof inProgress> => inProgress(driven, ports);
