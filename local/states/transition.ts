import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { endExecution } from './end-execution.ts';
import { environmentOf } from './environment.ts';
import type { Frame } from './frame.ts';
import { record } from './history.ts';
import { dataLimitExceeded, isTooLarge } from './json-text.ts';
import type { Runtime } from './runtime.ts';

/** How a state is left: with which output, to which state (none at an end), setting which variables. */
export interface Exit {
  output: Json;
  next: string | undefined;
  assigned: JsonObject | undefined;
}

/** Lets a frame enter a state of its scope; the state runs in this turn or the next. */
export function enter(runtime: Runtime, frame: Frame, into: { name: string; input: Json }): void {
  const state = frame.state.scope.states.get(into.name);
  if (!state) throw new Error(`There is no state '${into.name}'`);
  frame.state = state;
  frame.input = into.input;
  frame.phase = 'entered';
  frame.enteredAt = runtime.clock.now();
  frame.retryCount = 0;
  frame.retries = [];
  frame.entry = record(runtime, frame, { type: `${state.type}StateEntered`, name: state.name, input: into.input });
  runtime.turns.changed(frame);
  runtime.turns.ready(frame);
}

/** Leaves a frame's state: to the next one, or out of the frame with the output as its result. */
export function exit(runtime: Runtime, frame: Frame, { output, next, assigned }: Exit): void {
  const { state } = frame;
  if (output !== frame.input && isTooLarge(output)) throw dataLimitExceeded(state.name);
  const isAssigned = assigned && Object.keys(assigned).length > 0;
  if (isAssigned && isTooLarge(assigned)) throw dataLimitExceeded(state.name);
  if (isAssigned) frame.variables = { ...frame.variables, ...assigned };
  const assignedVariables = isAssigned ? assigned : undefined;
  record(runtime, frame, { type: `${state.type}StateExited`, name: state.name, output, assignedVariables });
  clear(frame);
  if (next !== undefined) return enter(runtime, frame, { name: next, input: output });
  leave(runtime, frame, output);
}

/** Takes a state's result to its output: ResultSelector, Assign, ResultPath, OutputPath; then leaves the state. */
export function conclude(runtime: Runtime, frame: Frame, raw: Json): void {
  const { flow, next } = frame.state;
  const result = flow.resultSelector ? flow.resultSelector(environmentOf(runtime, frame, raw)) : raw;
  const assigned = flow.assign?.(environmentOf(runtime, frame, result));
  const placed = flow.resultPath ? flow.resultPath(frame.input, result) : result;
  exit(runtime, frame, { output: outputOf(runtime, frame, placed), next, assigned });
}

/** What InputPath leaves of a state's input. */
export function effectiveInput(runtime: Runtime, frame: Frame): Json {
  const { inputPath } = frame.state.flow;
  return inputPath ? inputPath(environmentOf(runtime, frame, frame.input)) : frame.input;
}

/** What InputPath and Parameters make of a state's input. */
export function parametersOf(runtime: Runtime, frame: Frame): Json {
  const input = effectiveInput(runtime, frame);
  const { parameters } = frame.state.flow;
  return parameters ? parameters(environmentOf(runtime, frame, input)) : input;
}

/** What OutputPath leaves of a state's output. */
export function outputOf(runtime: Runtime, frame: Frame, output: Json): Json {
  const { outputPath } = frame.state.flow;
  return outputPath ? outputPath(environmentOf(runtime, frame, output)) : output;
}

/** Parks a frame until a time. */
export function parkUntil(runtime: Runtime, frame: Frame, dueAt: number): void {
  frame.dueAt = dueAt;
  runtime.timers.arm(dueAt);
  runtime.turns.changed(frame);
}

/** Takes away what belonged to the state that is left. */
export function clear(frame: Frame): void {
  frame.task = undefined;
  frame.dueAt = undefined;
  frame.activity = undefined;
  frame.invocation = undefined;
  frame.progress = undefined;
}

function leave(runtime: Runtime, frame: Frame, output: Json): void {
  const { execution, parent } = frame;
  if (!parent) return endExecution(runtime, execution, { status: 'SUCCEEDED', output });
  frame.phase = 'done';
  frame.input = output;
  runtime.turns.changed(frame);
  if (parent.state.type === 'Map' || parent.state.type === 'Parallel') parent.state.childEnded(runtime, frame);
}
