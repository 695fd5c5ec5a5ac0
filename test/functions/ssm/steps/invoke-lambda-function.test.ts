import { AwsError } from '../../../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../../../running.ts';

const step = (inputs: object, rest: object = {}) => ({
  name: 'call',
  action: 'aws:invokeLambdaFunction',
  inputs: { FunctionName: 'verify', ...inputs },
  ...rest,
});
const output = (Name: string, Selector: string, Type = 'String') => ({ Name, Selector, Type });

describe('aws:invokeLambdaFunction', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('lambda.Invoke', { StatusCode: 200, Payload: '{"Retry":true,"n":{"m":3}}', LogResult: 'bG9n' });
  });

  it('invokes the function and gives its answer', async () => {
    const outputs = [
      output('Retry', '$.Retry', 'Boolean'),
      output('M', '$.Payload.n.m', 'Integer'),
      output('Whole', '$.Payload', 'StringMap'),
    ];
    const id = await running.run([step({ InputPayload: { a: 1 }, LogType: 'Tail', Qualifier: 'live' }, { outputs })]);

    const { StepExecutions } = await running.reach(id, 'Success');

    expect(StepExecutions?.[0]?.Outputs).toEqual({
      StatusCode: ['200'],
      LogResult: ['bG9n'],
      Payload: ['{"Retry":true,"n":{"m":3}}'],
      Retry: ['true'],
      M: ['3'],
      Whole: ['{"Retry":true,"n":{"m":3}}'],
    });
    expect(running.aws.calls[0]).toMatchObject({
      service: 'lambda',
      operation: 'Invoke',
      timeoutSeconds: 300,
      input: {
        FunctionName: 'verify',
        Qualifier: 'live',
        InvocationType: 'RequestResponse',
        LogType: 'Tail',
        Payload: '{"a":1}',
      },
    });
  });

  it.each([
    [{ Payload: '{"x": 1}' }, '{"x": 1}'],
    [{ Payload: '{"x": 1}', InputPayload: { y: 2 } }, '{"y":2}'],
    [{}, undefined],
  ])('sends the payload of %j', async (inputs, Payload) => {
    await running.reach(await running.run([step(inputs)]), 'Success');
    expect(running.aws.calls[0]?.input.Payload).toBe(Payload);
  });

  it('asks no payload of an Event', async () => {
    running.aws.on('lambda.Invoke', { StatusCode: 202 });
    const id = await running.run([step({ InvocationType: 'Event' })]);
    expect((await running.reach(id, 'Success')).StepExecutions?.[0]?.Outputs).toEqual({ StatusCode: ['202'] });
    expect(running.aws.calls[0]?.input.InvocationType).toBe('Event');
  });

  it('fails, and tries again, with an error in the function', async () => {
    const error = { StatusCode: 200, FunctionError: 'Unhandled', Payload: '{"errorMessage":"not yet"}' };
    running.aws.on('lambda.Invoke', error);

    const id = await running.run([step({}, { maxAttempts: 2 })]);

    const { FailureMessage, StepExecutions } = await running.reach(id, 'Failed');
    expect(FailureMessage).toContain('The Lambda function returned an error: Unhandled: {"errorMessage":"not yet"}');
    expect(StepExecutions?.[0]?.Outputs).toMatchObject({ FunctionError: ['Unhandled'] });
    expect(running.aws.calls.length).toBe(2);
  });

  it('fails with what Lambda refuses', async () => {
    const fault = { code: 'ResourceNotFoundException', message: 'none', operation: 'Invoke', status: 404 };
    running.aws.on('lambda.Invoke', new AwsError(fault));
    const { FailureMessage } = await running.reach(await running.run([step({})]), 'Failed');
    expect(FailureMessage).toContain(
      'An error occurred (ResourceNotFoundException) when calling the Invoke operation: none',
    );
  });

  it('takes no payload over 200 KB', async () => {
    running.aws.on('lambda.Invoke', { StatusCode: 200, Payload: 'é'.repeat(102_401) });
    const { FailureMessage } = await running.reach(await running.run([step({})]), 'Failed');
    expect(FailureMessage).toContain('The payload of the Lambda function is larger than 200 KB');
  });
});
