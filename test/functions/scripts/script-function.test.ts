import { InvokeCommand, LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { limitsFor } from '../../../functions/scripts/limits.ts';
import { scriptFunction } from '../../../functions/scripts/script-function.ts';
import type { ScriptOrder } from '../../../functions/scripts/script-order.ts';

const order: ScriptOrder = {
  language: 'Python',
  source: 'x = 1',
  handler: 'handler',
  payload: { secret: 'hush' },
  limits: limitsFor('Python'),
  environment: {},
  seconds: 60,
  stop: { url: 'https://stop', seconds: 2 },
};
const client = new LambdaClient({ region: 'us-east-1' });
const mock = mockClient(client);
const run = scriptFunction(client, 'quaymaster-test-pythonScript');
const body = (value: object) => Uint8ArrayBlobAdapter.fromString(JSON.stringify(value));
const failed = (message: string) => ({ channel: JSON.stringify({ message }), log: '', late: false, stopped: false });

beforeEach(() => mock.reset());

describe('scriptFunction', () => {
  it('calls the function for one tenant and gives its answer', async () => {
    const answer = { channel: '{"payload":1}', log: 'x', late: false, stopped: false };
    mock.on(InvokeCommand).resolves({ StatusCode: 200, Payload: body(answer) });

    expect(await run(order, 'execution-1')).toEqual(answer);
    expect(mock.call(0).args[0].input).toEqual({
      FunctionName: 'quaymaster-test-pythonScript',
      TenantId: 'execution-1',
      Payload: JSON.stringify(order),
    });
  });

  it('tells the kind of an end that took all along, and nothing more', async () => {
    const Payload = body({ errorType: 'Runtime.ExitError', errorMessage: 'RequestId: 1 Error: hush' });
    mock.on(InvokeCommand).resolves({ StatusCode: 200, FunctionError: 'Unhandled', Payload });

    expect(await run(order, 'e')).toEqual(failed('The script ended together with all that kept it: Runtime.ExitError'));
  });

  it('throws what Lambda refuses, so that the call is made again', async () => {
    mock.on(InvokeCommand).rejects(new TooManyRequestsException({ message: 'Rate exceeded', $metadata: {} }));

    await expect(run(order, 'e')).rejects.toThrow('Rate exceeded');
  });

  it('does not run a script again whose answer was lost', async () => {
    mock.on(InvokeCommand).rejects(new Error('socket hang up'));

    expect(await run(order, 'e')).toEqual(
      failed('The connection to the script was lost; whether it ended is not known'),
    );
  });
});
