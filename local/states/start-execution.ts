import type { StartExecutionInput, StartExecutionOutput } from '@aws-sdk/client-sfn';
import type { Json } from '../../functions/ports/json.ts';
import { createExecution } from './create-execution.ts';
import type { Execution } from './frame.ts';
import { isTooLarge, textOf } from './json-text.ts';
import type { Machine } from './machine.ts';
import type { Runtime } from './runtime.ts';
import { StatesApiError } from './states-api-error.ts';
import { lastPartOf } from './task-resource.ts';

/**
 * StartExecution: answers once the execution is on disk. The same name and input as a running execution answer with that one.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startExecution(runtime: Runtime, request: StartExecutionInput): Promise<StartExecutionOutput> {
  const { stateMachineArn = '', name = runtime.ids.uuid(), input: text = '{}' } = request;
  const machine = runtime.machines.get(lastPartOf(stateMachineArn));
  if (!machine)
    throw new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  if (!isName(name)) throw new StatesApiError('InvalidName', `Invalid Name: '${name}'`);
  const input = parseInput(text);
  const running = runningAlike(runtime, machine, { name, input });
  const startedAt = runtime.clock.now();
  const execution = running ?? createExecution(runtime, { machine, name, input, startedAt, parent: undefined });
  await runtime.turns.committed(execution);
  return { executionArn: execution.arn, startDate: new Date(execution.startedAt) };
}

/** The running execution of the same name and input, if there is one; another of that name is in the way. */
function runningAlike(
  runtime: Runtime,
  machine: Machine,
  { name, input }: { name: string; input: Json },
): Execution | undefined {
  const existing = runtime.executions.peek(machine.name, name);
  if (!existing) return undefined;
  if (existing.status === 'RUNNING' && textOf(existing.input) === textOf(input)) return existing;
  throw new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
}

/** 1 to 80 characters, none of those that AWS refuses. */
function isName(name: string): boolean {
  return name.length >= 1 && name.length <= 80 && !/[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name);
}

function parseInput(text: string): Json {
  const input = parseJson(text);
  if (isTooLarge(input))
    throw new StatesApiError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: it is longer than 262144 bytes',
    );
  return input;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new StatesApiError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not valid JSON');
  }
}
