import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { attempt } from './failure.ts';
import type { Frame } from './frame.ts';
import { composed, textOf, throughJson } from './json-text.ts';
import { awaitNested, startNested } from './nested-execution.ts';
import type { Runtime } from './runtime.ts';
import type { TaskState } from './state.ts';
import { runtimeError, StatesError, TaskFailure } from './states-error.ts';
import { recordTask } from './task-events.ts';
import { watchTask } from './task-limits.ts';
import { functionNameOf } from './task-resource.ts';
import { taskFailed, taskSucceeded } from './task-result.ts';
import { parametersOf } from './transition.ts';

/** A call as it is delivered. */
export interface Delivery {
  state: TaskState;
  parameters: Json;
}

/** Calls a Task's handler once the state's entry is on disk; an answer that comes too late is not heard. */
export function callTask(runtime: Runtime, frame: Frame, delivery: Delivery): void {
  const invocation = {};
  frame.invocation = invocation;
  const done = (): void => {
    if (frame.invocation !== invocation) return;
    const settle = (action: () => void): void => {
      if (frame.invocation === invocation) attempt(runtime, frame, action);
    };
    call(runtime, frame, delivery).then(
      (answer) => settle(() => answered(runtime, frame, { delivery, answer })),
      (error: unknown) => settle(() => taskFailed(runtime, frame, toldByHandler(error))),
    );
  };
  runtime.turns.afterCommit(frame.execution, { done });
}

/** Calls a Task again that was under way when the program ended; a handler without a token has its full time again. */
export function callTaskAgain(runtime: Runtime, frame: Frame, state: TaskState): void {
  const { task } = frame;
  attempt(runtime, frame, () => {
    const parameters = task?.parameters ?? parametersOf(runtime, frame);
    if (task?.timeoutAt !== undefined && !task.token) task.timeoutAt += runtime.clock.now() - frame.enteredAt;
    watchTask(runtime, frame);
    runtime.turns.changed(frame);
    callTask(runtime, frame, { state, parameters });
  });
}

async function call(runtime: Runtime, frame: Frame, { state, parameters }: Delivery): Promise<Json> {
  const { resource } = state;
  const { execution, id, entry, retryCount } = frame;
  if (resource.kind === 'service' && resource.service === 'states') return startNested(runtime, frame, parameters);
  const context = { key: `${execution.id}/${id}/${entry}/${retryCount}` };
  if (resource.kind !== 'service') {
    return throughJson(await runtime.invoke(functionNameOf(resource.arn), copyOf(parameters), context));
  }
  const { FunctionName: name, Payload: payload = {} } = parameters as JsonObject;
  if (typeof name !== 'string') throw runtimeError("The field 'FunctionName' must be a string");
  const answer = await runtime.invoke(functionNameOf(name), copyOf(payload), context);
  return composed({ ExecutedVersion: '$LATEST', Payload: throughJson(answer), StatusCode: 200 });
}

function answered(runtime: Runtime, frame: Frame, { delivery, answer }: { delivery: Delivery; answer: Json }): void {
  const { resource } = delivery.state;
  if (resource.kind !== 'service' || resource.pattern === 'request') return taskSucceeded(runtime, frame, answer);
  recordTask(runtime, frame, { type: 'Submitted', output: answer });
  frame.phase = resource.pattern === 'waitForTaskToken' ? 'token' : 'nested';
  frame.invocation = undefined;
  watchTask(runtime, frame);
  runtime.turns.changed(frame);
  if (frame.phase === 'nested') awaitNested(runtime, frame);
}

/** A handler gets a copy: what it does to it must not reach the execution. */
function copyOf(payload: Json): Json {
  return payload !== null && typeof payload === 'object' ? (JSON.parse(textOf(payload)) as Json) : payload;
}

/** A handler's error as Lambda tells it. */
function toldByHandler(error: unknown): StatesError {
  if (error instanceof StatesError) return error;
  if (error instanceof TaskFailure) return new StatesError(error.error, error.reason);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new StatesError(name, JSON.stringify({ errorMessage: message, errorType: name }));
}
