import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { createExecution } from './create-execution.ts';
import { endExecution } from './end-execution.ts';
import { attempt } from './failure.ts';
import type { Execution, Frame } from './frame.ts';
import { textOf } from './json-text.ts';
import type { Machine } from './machine.ts';
import type { Runtime } from './runtime.ts';
import { StatesError } from './states-error.ts';
import { lastPartOf } from './task-resource.ts';
import { taskFailed, taskSucceeded } from './task-result.ts';

/**
 * Starts an execution for a Task (`states:startExecution`). Delivered again, it finds the one it started.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export async function startNested(runtime: Runtime, frame: Frame, parameters: Json): Promise<Json> {
  const { StateMachineArn: arn, Name: given, Input: input = {} } = parameters as JsonObject;
  const machine = typeof arn === 'string' ? runtime.machines.get(lastPartOf(arn)) : undefined;
  if (!machine) throw refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: ${JSON.stringify(arn)}`);
  const name = typeof given === 'string' ? given : nameFor(frame);
  const execution = findOrCreate(runtime, frame, { machine, name, input: inputOf(input) });
  await runtime.turns.committed(execution);
  return { ExecutionArn: execution.arn, StartDate: execution.startedAt };
}

/** A Task waits for its execution now: if that is over already, so is the wait. */
export function awaitNested(runtime: Runtime, frame: Frame): void {
  const execution = runtime.executions.nestedIn(frame);
  if (execution && execution.status !== 'RUNNING') settle(runtime, frame, execution);
}

/** Takes the end of an execution to the Task that waits for it, in the same commit. */
export function nestedEnded(runtime: Runtime, execution: Execution): void {
  const { parent } = execution;
  const frame = parent && runtime.executions.running(parent.execution)?.frames.get(parent.frame);
  if (frame?.phase !== 'nested') return;
  execution.changes.together = frame.execution;
  attempt(runtime, frame, () => settle(runtime, frame, execution));
}

/** Stops the execution that a Task does not wait for any longer. */
export function stopNested(runtime: Runtime, frame: Frame): void {
  frame.phase = 'done';
  const nested = runtime.executions.nestedIn(frame);
  const execution = nested && runtime.executions.running(nested.id);
  if (execution) endExecution(runtime, execution, { status: 'ABORTED' });
}

function findOrCreate(
  runtime: Runtime,
  frame: Frame,
  from: { machine: Machine; name: string; input: Json },
): Execution {
  const { machine, name, input } = from;
  const existing = runtime.executions.peek(machine.name, name);
  if (!existing) {
    const { execution, state } = frame;
    const isAwaited = state.type === 'Task' && state.resource.arn.includes('.sync');
    const parent = isAwaited ? { execution: execution.id, frame: frame.id } : undefined;
    return createExecution(runtime, { ...from, startedAt: runtime.clock.now(), parent });
  }
  const isOurs = existing.startedAt >= frame.enteredAt && textOf(existing.input) === textOf(input);
  if (!isOurs) throw refusal('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
  return existing;
}

function inputOf(input: Json): Json {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input) as Json;
  } catch {
    throw refusal('InvalidExecutionInput', 'The Input is not valid JSON');
  }
}

function settle(runtime: Runtime, frame: Frame, execution: Execution): void {
  if (execution.status === 'SUCCEEDED') return taskSucceeded(runtime, frame, description(frame, execution));
  taskFailed(runtime, frame, new StatesError('States.TaskFailed', textOf(description(frame, execution))));
}

/** An execution as DescribeExecution tells it; with `.sync:2` its data is data, with `.sync` it is text. */
function description(frame: Frame, execution: Execution): JsonObject {
  const { arn, input, name, startedAt, stoppedAt, machine, status, output, error, cause } = execution;
  const isData = frame.state.type === 'Task' && frame.state.resource.arn.endsWith('.sync:2');
  const told = (value: Json): Json => (isData ? value : textOf(value));
  const included = { Included: true };
  return {
    ExecutionArn: arn,
    Input: told(input),
    InputDetails: included,
    Name: name,
    ...(output === undefined ? {} : { Output: told(output), OutputDetails: included }),
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
    RedriveCount: 0,
    RedriveStatus: status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    StartDate: startedAt,
    StateMachineArn: machine.arn,
    Status: status,
    StopDate: stoppedAt ?? null,
  };
}

/** The same name each time the same attempt is delivered. */
function nameFor({ execution, id, entry, retryCount }: Frame): string {
  const digest = createHash('sha256').update(`${execution.arn}/${id}/${entry}/${retryCount}`).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function refusal(code: string, reason: string): StatesError {
  return new StatesError(`StepFunctions.${code}Exception`, reason);
}
