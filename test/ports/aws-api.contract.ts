import { type AwsApi, AwsError } from '../../functions/ports/aws-api.ts';
import type { JsonObject } from '../../functions/ports/json.ts';

/** An AWS under test: `given` says what SSM's GetParameter answers or refuses, `input` tells what it was asked with last. */
export interface AwsUnderTest {
  aws: AwsApi;
  given: (answer: JsonObject | { code: string; message: string; status: number }) => void;
  input: () => unknown;
}

/** What every implementation of the aws port does. */
export function awsApiContract(make: () => AwsUnderTest): void {
  const call = { service: 'ssm', operation: 'GetParameter', input: { Name: '/a' }, sessionName: 'e-1' };
  const ResponseMetadata = { RequestId: 'r-1', HTTPStatusCode: 200, HTTPHeaders: {}, RetryAttempts: 0 };

  it('gives the API’s answer with its ResponseMetadata', async () => {
    const { aws, given, input } = make();
    given({ Parameter: { Name: '/a', Version: 3 }, ResponseMetadata });

    const answer = await aws.call(call);

    expect(answer).toEqual({ Parameter: { Name: '/a', Version: 3 }, ResponseMetadata });
    expect(input()).toEqual({ Name: '/a' });
  });

  it('throws what the API refuses with its code, words and status', async () => {
    const { aws, given } = make();
    given({ code: 'ParameterNotFound', message: 'No such parameter.', status: 400 });

    const refused = aws.call(call);

    await expect(refused).rejects.toBeInstanceOf(AwsError);
    await expect(aws.call(call)).rejects.toMatchObject({
      code: 'ParameterNotFound',
      message: 'No such parameter.',
      operation: 'GetParameter',
      status: 400,
    });
  });

  it('leaves the input as it is', async () => {
    const { aws, given } = make();
    given({ ResponseMetadata });
    const input = { Name: '/a' };

    await aws.call({ ...call, input, idempotencyToken: 't' });

    expect(input).toEqual({ Name: '/a' });
  });
}
