import * as sfn from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { stepFunctions } from '../../../../functions/ports/aws/step-functions.ts';
import type { Workflows } from '../../../../functions/ports/workflows.ts';
import type { StatesEngine } from '../../../../local/states/engine.ts';
import { StatesApiError } from '../../../../local/states/states-api-error.ts';
import { waitingMachine } from '../../../ports/workflows-machine.ts';
import { workflowsContract } from '../../../ports/workflows.contract.ts';

const faults = {
  ExecutionAlreadyExists: sfn.ExecutionAlreadyExists,
  ExecutionDoesNotExist: sfn.ExecutionDoesNotExist,
  InvalidToken: sfn.InvalidToken,
  TaskDoesNotExist: sfn.TaskDoesNotExist,
  TaskTimedOut: sfn.TaskTimedOut,
};

/** The SDK's own error class for an error of the engine, as a client gets it over the wire. */
function asSdkTellsIt(error: unknown): never {
  const fault = error instanceof StatesApiError && Object.entries(faults).find(([name]) => name === error.code)?.[1];
  throw fault ? new fault({ $metadata: {}, message: (error as Error).message }) : error;
}

/** Step Functions' client with the states interpreter in place of AWS: what is sent is what the interpreter is asked. */
function stepFunctionsOn(engine: StatesEngine): Workflows {
  const client = new sfn.SFNClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  mock
    .on(sfn.StartExecutionCommand)
    .callsFake((input: sfn.StartExecutionInput) => engine.startExecution(input).catch(asSdkTellsIt));
  mock
    .on(sfn.SendTaskSuccessCommand)
    .callsFake((input: sfn.SendTaskSuccessInput) => engine.sendTaskSuccess(input).catch(asSdkTellsIt));
  mock
    .on(sfn.SendTaskFailureCommand)
    .callsFake((input: sfn.SendTaskFailureInput) => engine.sendTaskFailure(input).catch(asSdkTellsIt));
  mock
    .on(sfn.StopExecutionCommand)
    .callsFake((input: sfn.StopExecutionInput) => engine.stopExecution(input).catch(asSdkTellsIt));
  return stepFunctions(client, 'arn:aws:states:us-east-1:000000000000:stateMachine:quaymaster-test-');
}

describe('stepFunctions, with the interpreter in place of AWS', () => {
  const open: (() => void)[] = [];
  afterEach(() => open.splice(0).forEach((close) => close()));

  workflowsContract(() => {
    const room = waitingMachine('quaymaster-test-ssm-automation', stepFunctionsOn);
    open.push(room.close);
    return room;
  });
});
