import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { TokenGone, type Machine, type Workflows } from '../workflows.ts';

/**
 * The machines of the account. `machines` is the ARN of a state machine up to its name in `statemachines/`:
 * `arn:aws:states:us-east-1:123456789012:stateMachine:quaymaster-dev-`.
 */
export function stepFunctions(client: SFNClient, machines: string): Workflows {
  const arn = (machine: Machine) => `${machines}${machine}`;
  return {
    // eslint-disable-next-line max-params -- StartExecution's three, and what comes before it
    start: async (machine, name, input, after) => {
      await after;
      const command = new StartExecutionCommand({ stateMachineArn: arn(machine), name, input: JSON.stringify(input) });
      await client.send(command).catch(unless([ExecutionAlreadyExists]));
    },
    succeed: async (taskToken, output) => {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })).catch(asGone);
    },
    fail: async (taskToken, error, cause) => {
      // Step Functions refuses longer ones.
      const command = new SendTaskFailureCommand({
        taskToken,
        error: error.slice(0, 256),
        cause: cause.slice(0, 32_768),
      });
      await client.send(command).catch(asGone);
    },
    stop: async (machine, name) => {
      const executionArn = `${arn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
      await client.send(new StopExecutionCommand({ executionArn })).catch(unless([ExecutionDoesNotExist]));
    },
  };
}

type Fault = abstract new (...options: never[]) => Error;

const isOneOf = (error: unknown, faults: Fault[]): boolean => faults.some((fault) => error instanceof fault);

const unless = (faults: Fault[]) => (error: unknown) => {
  if (!isOneOf(error, faults)) throw error;
};

function asGone(error: unknown): never {
  if (error instanceof Error && isOneOf(error, [TaskDoesNotExist, TaskTimedOut, InvalidToken]))
    throw new TokenGone(error.message, { cause: error });
  throw error;
}
