import type { DescribeExecutionInput, DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Execution } from './frame.ts';
import { textOf } from './json-text.ts';
import type { Runtime } from './runtime.ts';
import { StatesApiError } from './states-api-error.ts';

/** What DescribeExecution tells here. */
export type ExecutionDescription = Pick<
  DescribeExecutionOutput,
  | 'executionArn'
  | 'stateMachineArn'
  | 'name'
  | 'status'
  | 'startDate'
  | 'stopDate'
  | 'input'
  | 'output'
  | 'error'
  | 'cause'
>;

/**
 * DescribeExecution: how an execution stands, as far as it is on disk.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export async function describeExecution(
  runtime: Runtime,
  request: DescribeExecutionInput,
): Promise<ExecutionDescription> {
  const execution = executionOf(runtime, request.executionArn);
  const description = describe(execution);
  await untilDurable(runtime, execution);
  return description;
}

/** An execution by its ARN, to be looked at; throws ExecutionDoesNotExist. */
export function executionOf(runtime: Runtime, arn: string | undefined = ''): Execution {
  const [name = '', machine = ''] = arn.split(':').reverse();
  const execution = runtime.executions.peek(machine, name);
  if (execution?.arn === arn) return execution;
  throw new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

/** Resolves once what was read of an execution is on disk. */
export function untilDurable({ executions, turns }: Runtime, execution: Execution): Promise<void> {
  return executions.isLive(execution) ? turns.committed(execution) : turns.durable();
}

function describe(execution: Execution): ExecutionDescription {
  const { arn, machine, name, status, startedAt, stoppedAt, input, output, error, cause } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: new Date(startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: new Date(stoppedAt) }),
    input: textOf(input),
    ...(output === undefined ? {} : { output: textOf(output) }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
