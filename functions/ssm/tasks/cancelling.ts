import { mostTurns } from '../automation-executions/generation.ts';
import type { Ports } from '../../ports/ports.ts';
import { inProgress } from './in-progress.ts';
import type { Driven } from './turn.ts';

/** The body of Cancelling: ends the running step, runs the path its onCancel names, then says Cancelled. */
export const cancelling = (driven: Driven, ports: Ports, most = mostTurns): ReturnType<typeof inProgress> =>
  inProgress(driven, ports, most);
