import { HttpError } from '../../../../functions/ports/http.ts';
import { openRunning, type Running } from '../../../running.ts';

const step = (inputs: object = {}) => ({
  name: 'hook',
  action: 'aws:invokeWebhook',
  inputs: { IntegrationName: 'chat', Body: '{"text":"{{ global:REGION }}"}', ...inputs },
});
const integration = {
  url: 'https://chat.test/hook',
  headers: { Authorization: 's3cret' },
  payload: '{"text":"hello"}',
};
const parameter = (value: unknown) => ({ Parameter: { Type: 'SecureString', Value: JSON.stringify(value) } });

describe('aws:invokeWebhook', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ssm.GetParameter', parameter(integration));
    running.http.answers.push({ status: 200, body: 'thanks' });
  });

  it('posts the body to the integration’s address with its headers', async () => {
    const id = await running.run([step()]);

    const { StepExecutions } = await running.reach(id, 'Success');

    expect(StepExecutions?.[0]?.Outputs).toEqual({ Response: ['thanks'], ResponseCode: ['200'] });
    expect(running.http.sent).toEqual([
      {
        method: 'POST',
        url: 'https://chat.test/hook',
        headers: { Authorization: 's3cret' },
        body: '{"text":"us-east-1"}',
        timeoutSeconds: 25,
      },
    ]);
    expect(running.aws.asked()).toEqual([
      [
        'ssm.GetParameter',
        { Name: '/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/chat', WithDecryption: true },
      ],
    ]);
  });

  it('posts the integration’s payload when the step has no body', async () => {
    await running.reach(await running.run([step({ Body: undefined })]), 'Success');
    expect(running.http.sent[0]?.body).toBe('{"text":"hello"}');
  });

  it('fails with any status but 2xx, and shows it', async () => {
    running.http.answers[0] = { status: 500, body: 'oops' };
    const { FailureMessage, StepExecutions } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain('The webhook answered with the status 500');
    expect(StepExecutions?.[0]?.Outputs).toEqual({ Response: ['oops'], ResponseCode: ['500'] });
  });

  it('fails with the reason when the address may not be reached', async () => {
    running.http.answers[0] = new HttpError('The host chat.test is not in the public internet');
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain('The host chat.test is not in the public internet');
  });

  it.each([[parameter('s3cret')], [{ Parameter: { Value: 's3cret {' } }], [parameter({ headers: {} })], [{}]])(
    'fails without telling the secret when the parameter holds no integration',
    async (answer) => {
      running.aws.on('ssm.GetParameter', answer);
      const execution = await running.reach(await running.run([step()]), 'Failed');
      expect(execution.FailureMessage).toContain('The integration chat is not a JSON object with a url');
      expect(JSON.stringify(execution)).not.toContain('s3cret');
    },
  );

  it('refuses a name that would lead to another parameter', async () => {
    const id = await running.run([step({ IntegrationName: '../other' })]);
    expect((await running.reach(id, 'Failed')).FailureMessage).toContain('must be the name of an integration');
    expect(running.aws.calls).toEqual([]);
  });
});
