import type { Task } from '../../tasks.ts';
import { command } from './command.ts';
import { commandGivenUp } from './command-given-up.ts';
import { end } from './end.ts';
import { recordFailure } from './record-failure.ts';
import { targets } from './targets.ts';

/** The tasks of this API's machine. */
export const opsworksTasks: Record<string, Task> = {
  OpsworksDeploymentTargets: targets,
  OpsworksDeploymentCommand: command,
  OpsworksDeploymentGiveUp: commandGivenUp,
  OpsworksDeploymentEnd: end,
  OpsworksDeploymentRecordFailure: recordFailure,
};
