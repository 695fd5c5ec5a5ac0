import type { Task } from '../../tasks.ts';
import { recordFailure } from './record-failure.ts';
import { timedOut } from './timed-out.ts';
import { waiting } from './waiting.ts';

/** The tasks of this API's machine. */
export const heatTasks: Record<string, Task> = {
  HeatDeploymentWaiting: waiting,
  HeatDeploymentTimedOut: timedOut,
  HeatDeploymentRecordFailure: recordFailure,
};
