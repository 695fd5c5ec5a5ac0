import { heatTasks } from './heat/tasks/index.ts';
import type { Ports } from './ports/ports.ts';
import { opsworksTasks } from './opsworks/tasks/index.ts';
import { protonTasks } from './proton/tasks/index.ts';
import { ssmTasks } from './ssm/tasks/index.ts';

/** A Lambda body that a state machine calls: its payload and the ports in, what the next state reads out. */
export type Task = (input: never, ports: Ports) => Promise<object>;

/** The tasks by the name of their function: `${SsmAutomationWaitingFunctionArn}` in a machine is the function SsmAutomationWaiting. */
export const tasks: Record<string, Task> = { ...ssmTasks, ...protonTasks, ...heatTasks, ...opsworksTasks };
