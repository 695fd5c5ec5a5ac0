import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { deployment } from '../../cli/stage.ts';

const client = new LambdaClient({ region: 'eu-west-1' });
const mock = mockClient(client);
const answers = (body: object) => ({ Payload: Uint8ArrayBlobAdapter.fromString(JSON.stringify(body)) });

beforeEach(() => mock.reset());

describe('a deployment', () => {
  it('is found by the function that tells its administrator', async () => {
    const told = { Endpoint: 'https://x.execute-api', AccessKeyId: 'AKIAADMIN', SecretAccessKey: 'secret' };
    mock.on(InvokeCommand).resolves(answers(told));

    expect(await deployment('prod', client)).toEqual({
      url: 'https://x.execute-api',
      region: 'eu-west-1',
      keys: { accessKeyId: 'AKIAADMIN', secretAccessKey: 'secret' },
    });
    expect(mock.call(0).args[0].input).toEqual({ FunctionName: 'quaymaster-prod-administrator' });
  });

  it('that is not there is named', async () => {
    mock.on(InvokeCommand).rejects(new ResourceNotFoundException({ message: 'Function not found', $metadata: {} }));

    await expect(deployment('none', client)).rejects.toThrow(
      'quaymaster-none-administrator cannot be called: Function not found',
    );
  });

  it('that fails shows nothing of its answer', async () => {
    mock.on(InvokeCommand).resolves({ ...answers({ errorMessage: 'hush' }), FunctionError: 'Unhandled' });

    await expect(deployment('prod', client)).rejects.toThrow(
      /^quaymaster-prod-administrator answered with no keys; its log tells why$/,
    );
  });
});
