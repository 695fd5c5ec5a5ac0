import { executionRole } from './environment.ts';
import type { NewExecution } from './execution-record.ts';
import { newFrame, type Execution } from './frame.ts';
import { recordExecution } from './history.ts';
import type { Runtime } from './runtime.ts';
import { enter } from './transition.ts';

/** Makes an execution and lets it enter its first state. */
export function createExecution(runtime: Runtime, from: NewExecution): Execution {
  const { machine, input } = from;
  const { root } = machine;
  const state = root.states.get(root.startAt);
  if (!state) throw new Error(`State machine '${machine.name}' has no first state`);
  const execution = runtime.executions.create(from);
  recordExecution(runtime, execution, { type: 'ExecutionStarted', input, roleArn: executionRole });
  enter(runtime, newFrame(execution, { parent: undefined, index: 0, state }), { name: root.startAt, input });
  if (execution.timeoutAt !== undefined) runtime.timers.arm(execution.timeoutAt);
  return execution;
}
