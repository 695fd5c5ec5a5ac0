import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SFNClient,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { stepFunctions } from '../../../../functions/ports/aws/step-functions.ts';
import { TokenGone } from '../../../../functions/ports/workflows.ts';

const client = new SFNClient({ region: 'us-east-1' });
const mock = mockClient(client);
const workflows = stepFunctions(client, 'arn:aws:states:us-east-1:123456789012:stateMachine:quaymaster-dev-');
const fault = { $metadata: {}, message: 'as Step Functions says it' };
const sent = () => mock.calls().map(({ args }) => args[0].input);

describe('stepFunctions', () => {
  beforeEach(() => void mock.reset());

  it('starts the machine of that name', async () => {
    mock.on(StartExecutionCommand).resolves({});

    await workflows.start('ssm-automation', 'execution-1', { executionId: 'execution-1' });

    expect(sent()).toEqual([
      {
        stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:quaymaster-dev-ssm-automation',
        name: 'execution-1',
        input: '{"executionId":"execution-1"}',
      },
    ]);
  });

  it('takes a second start for done, and no other refusal', async () => {
    mock.on(StartExecutionCommand).rejectsOnce(new ExecutionAlreadyExists(fault)).rejects(new Error('throttled'));

    await workflows.start('ssm-automation', 'execution-1', {});
    await expect(workflows.start('ssm-automation', 'execution-1', {})).rejects.toThrow('throttled');
  });

  it('completes a token', async () => {
    mock.on(SendTaskSuccessCommand).resolves({}).on(SendTaskFailureCommand).resolves({});

    await workflows.succeed('token', { done: true });
    await workflows.fail('token', 'Cancelled', 'c'.repeat(40_000));

    expect(sent()).toEqual([
      { taskToken: 'token', output: '{"done":true}' },
      { taskToken: 'token', error: 'Cancelled', cause: 'c'.repeat(32_768) },
    ]);
  });

  it.each([new TaskDoesNotExist(fault), new TaskTimedOut(fault), new InvalidToken(fault)])(
    'knows a token that is gone by $name',
    async (error) => {
      mock.on(SendTaskSuccessCommand).rejects(error).on(SendTaskFailureCommand).rejects(error);

      await expect(workflows.succeed('token', {})).rejects.toBeInstanceOf(TokenGone);
      await expect(workflows.fail('token', 'Cancelled', '')).rejects.toBeInstanceOf(TokenGone);
    },
  );

  it('lets other faults of a token through', async () => {
    mock.on(SendTaskSuccessCommand).rejects(new Error('no network'));

    await expect(workflows.succeed('token', {})).rejects.toThrow('no network');
  });

  it('stops an execution, and takes one that is unknown for stopped', async () => {
    mock.on(StopExecutionCommand).rejects(new ExecutionDoesNotExist(fault));

    await workflows.stop('ssm-automation', 'execution-1');

    expect(sent()).toEqual([
      { executionArn: 'arn:aws:states:us-east-1:123456789012:execution:quaymaster-dev-ssm-automation:execution-1' },
    ]);
  });
});
