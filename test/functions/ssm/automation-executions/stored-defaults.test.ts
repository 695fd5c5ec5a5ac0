import { CreateDocumentCommand, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { AwsError, AwsUnreachable } from '../../../../functions/ports/aws-api.ts';
import type { JsonObject } from '../../../../functions/ports/json.ts';
import { openRunning, type Running } from '../../../running.ts';

const pause = { name: 'gate', action: 'aws:pause', inputs: {} };
const image = '/aws/service/ami-windows-latest/Windows_Server-2016-English-Full-Base';
const refusal = (operation: string, code: string, message: string) =>
  new AwsError({ code, message, operation, status: 400 });

describe('a default that names an SSM parameter', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const store = (values: Record<string, JsonObject>) =>
    running.aws.on('ssm.GetParameter', ({ input }) => ({ Parameter: values[input.Name as string] ?? {} }));
  const run = (parameters: object, given?: Record<string, string[]>, document: object = {}) =>
    running.run([pause], { parameters, ...document }, given);
  const code = 'InvalidAutomationExecutionParametersException';

  it('has the value the parameter had when the run started', async () => {
    store({ [image]: { Type: 'String', Value: 'ami-1' } });

    const id = await run({ Image: { type: 'String', default: `{{ssm:${image}}}` } });

    store({ [image]: { Type: 'String', Value: 'ami-2' } });
    const { Parameters } = await running.reach(id, 'Waiting');
    expect(Parameters).toEqual({ Image: ['ami-1'] });
    expect(running.aws.calls).toEqual([
      { service: 'ssm', operation: 'GetParameter', input: { Name: image }, region: 'us-east-1', sessionName: id },
    ]);
  });

  it('takes a version or a label, a text around it, and lists', async () => {
    store({
      'a:3': { Type: 'String', Value: 'third' },
      'b:prod': { Type: 'String', Value: 'x,y' },
      list: { Type: 'StringList', Value: 'one,two' },
    });

    const id = await run({
      Version: { type: 'String', default: '{{ ssm:a:3 }}' },
      Label: { type: 'String', default: 'is {{ssm:b:prod}}!' },
      Whole: { type: 'StringList', default: '{{ssm:list}}' },
      Items: { type: 'StringList', default: ['zero', '{{ssm:list}}', '{{ssm:b:prod}}'] },
    });

    const { Parameters } = await running.reach(id, 'Waiting');
    expect(Parameters).toEqual({
      Version: ['third'],
      Label: ['is x,y!'],
      Whole: ['one', 'two'],
      Items: ['zero', 'one', 'two', 'x,y'],
    });
    expect(running.aws.calls.map(({ input }) => input.Name).sort()).toEqual(['a:3', 'b:prod', 'list']);
  });

  it('is read under the role of the runbook', async () => {
    store({ a: { Type: 'String', Value: 'x' } });
    const role = 'arn:aws:iam::000000000000:role/quaymaster-automation-a';

    await run(
      { Text: { type: 'String', default: '{{ssm:a}}' }, Role: { type: 'String' } },
      { Role: [role] },
      { assumeRole: '{{ Role }}' },
    );

    expect(running.aws.calls).toEqual([expect.objectContaining({ roleArn: role })]);
  });

  it('is not read where a value is given', async () => {
    const id = await run({ Text: { type: 'String', default: '{{ssm:a}}' } }, { Text: ['given'] });
    expect((await running.reach(id, 'Waiting')).Parameters).toEqual({ Text: ['given'] });
    expect(running.aws.calls).toEqual([]);
  });

  it('must fit what the parameter allows', async () => {
    store({ a: { Type: 'String', Value: 'c' } });
    const parameters = { Text: { type: 'String', default: '{{ssm:a}}', allowedValues: ['a', 'b'] } };
    await expect(run(parameters)).rejects.toMatchObject({
      name: code,
      message: 'Parameter "Text" has value "c" not found in [a, b].',
    });
  });

  it('is refused where it is secret', async () => {
    store({ a: { Type: 'SecureString', Value: 'AQICA' } });
    await expect(run({ Text: { type: 'String', default: '{{ssm:a}}' } })).rejects.toMatchObject({
      name: code,
      message: 'The SSM parameter a is of type SecureString, which is not supported in the default of a parameter.',
    });
  });

  it.each([
    [
      'there is no such parameter',
      refusal('GetParameter', 'ParameterNotFound', ''),
      'The SSM parameter a could not be read: ParameterNotFound',
    ],
    [
      'it may not be read',
      refusal('GetParameter', 'AccessDeniedException', 'User is not authorized'),
      'The SSM parameter a could not be read: AccessDeniedException: User is not authorized',
    ],
    [
      'AWS is out of reach',
      new AwsUnreachable('ssm could not be reached'),
      'The SSM parameter a could not be read: ssm could not be reached',
    ],
    [
      'the role cannot be assumed',
      refusal('AssumeRole', 'AccessDenied', 'no'),
      'The defined assume role is unable to be assumed.',
    ],
  ])('starts nothing where %s', async (_why, error, message) => {
    running.aws.on('ssm.GetParameter', error);
    await expect(run({ Text: { type: 'String', default: '{{ssm:a}}' } })).rejects.toMatchObject({
      name: code,
      message,
    });
    expect(running.events).toEqual([]);
  });

  it('cannot name the role it would be read under', async () => {
    const parameters = { Role: { type: 'String', default: '{{ssm:a}}' } };
    await expect(run(parameters, undefined, { assumeRole: '{{ Role }}' })).rejects.toMatchObject({
      name: code,
      message: "The format of the supplied assume role ARN isn't valid.",
    });
    expect(running.aws.calls).toEqual([]);
  });

  it('is read after what else was asked is right', async () => {
    const parameters = { Text: { type: 'String', default: '{{ssm:a}}' }, Other: { type: 'String' } };
    await expect(run(parameters)).rejects.toMatchObject({
      message: 'Missing required parameter: Other in user inputs.',
    });
    expect(running.aws.calls).toEqual([]);
  });

  it('is refused where what was read is larger than a run may take', async () => {
    store({ a: { Type: 'String', Value: 'x'.repeat(8192) } });
    await expect(run({ Text: { type: 'String', default: '{{ssm:a}}'.repeat(9) } })).rejects.toMatchObject({
      name: code,
      message: 'The parameters are larger than 64 KB.',
    });
  });

  it('belongs to the first start of a ClientToken', async () => {
    store({ a: { Type: 'String', Value: 'first' } });
    const Content = JSON.stringify({
      schemaVersion: '0.3',
      parameters: { Text: { type: 'String', default: '{{ssm:a}}' } },
      mainSteps: [pause],
    });
    await running.client.send(new CreateDocumentCommand({ Name: 'Stored', DocumentType: 'Automation', Content }));
    const start = new StartAutomationExecutionCommand({
      DocumentName: 'Stored',
      ClientToken: '11111111-2222-4333-8444-555555555555',
    });
    const first = await running.client.send(start);
    store({ a: { Type: 'String', Value: 'second' } });

    const second = await running.client.send(start);

    expect(second.AutomationExecutionId).toBe(first.AutomationExecutionId);
    const { Parameters } = await running.reach(first.AutomationExecutionId ?? '', 'Waiting');
    expect(Parameters).toEqual({ Text: ['first'] });
  });
});
