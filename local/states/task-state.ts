import { textField } from './definition-fields.ts';
import { environmentOf } from './environment.ts';
import type { Frame } from './frame.ts';
import { isRepeatable } from './payload-template.ts';
import type { Runtime } from './runtime.ts';
import { compileParts, compileSetting } from './state-parts.ts';
import type { Draft, TaskState } from './state.ts';
import { InvalidDefinition } from './states-error.ts';
import { callTask } from './task-call.ts';
import { recordScheduled } from './task-events.ts';
import { parseResource } from './task-resource.ts';
import { newTaskToken } from './task-token.ts';
import { watchTask } from './task-limits.ts';
import { parametersOf } from './transition.ts';

/**
 * Task: calls a handler, or hands out work and waits for its token.
 * Source: https://states-language.net/spec.html#task-state
 */
export function compileTask(draft: Draft): TaskState {
  const { definition } = draft;
  const resource = textField(definition, 'Resource');
  if (resource === undefined) throw new InvalidDefinition('A Task must have a Resource');
  const state: TaskState = {
    ...compileParts(draft),
    type: 'Task',
    resource: parseResource(resource),
    timeoutSeconds: compileSetting(draft, 'TimeoutSeconds', 1),
    heartbeatSeconds: compileSetting(draft, 'HeartbeatSeconds', 1),
    isRepeatable: isRepeatable(definition.Parameters ?? null),
    run: (runtime, frame) => runTask(runtime, frame, state),
  };
  return state;
}

function runTask(runtime: Runtime, frame: Frame, state: TaskState): void {
  const { resource } = state;
  const waits =
    resource.kind === 'activity' || (resource.kind === 'service' && resource.pattern === 'waitForTaskToken');
  frame.task = waits ? { token: newTaskToken(runtime, frame) } : {};
  const parameters = parametersOf(runtime, frame);
  const environment = environmentOf(runtime, frame, frame.input);
  const timeoutSeconds = state.timeoutSeconds(environment);
  const heartbeatSeconds = state.heartbeatSeconds(environment);
  const now = runtime.clock.now();
  if (timeoutSeconds !== undefined) frame.task.timeoutAt = now + timeoutSeconds * 1000;
  if (heartbeatSeconds !== undefined)
    Object.assign(frame.task, { heartbeatSeconds, heartbeatAt: now + heartbeatSeconds * 1000 });
  if (!state.isRepeatable) frame.task.parameters = parameters;
  recordScheduled(runtime, frame, { resource, parameters, timeoutSeconds, heartbeatSeconds });
  frame.phase = resource.kind === 'activity' ? 'token' : 'task';
  if (resource.kind === 'activity') frame.activity = resource.arn;
  watchTask(runtime, frame);
  runtime.turns.changed(frame);
  if (frame.phase === 'task') callTask(runtime, frame, { state, parameters });
}
