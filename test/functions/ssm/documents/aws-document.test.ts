import {
  CreateDocumentCommand,
  GetDocumentCommand,
  type GetDocumentCommandInput,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { AwsError, AwsUnreachable, AwsUnusable } from '../../../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../../../running.ts';

const Content = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { InstanceId: { type: 'StringList' } },
  mainSteps: [{ name: 'stop', action: 'aws:pause', inputs: {} }],
});
const answer = {
  Name: 'AWS-StopEC2Instance',
  CreatedDate: '2017-01-10T23:14:21.034000+00:00',
  DocumentVersion: '1',
  Status: 'Active',
  Content,
  DocumentType: 'Automation',
  DocumentFormat: 'JSON',
  ResponseMetadata: { RequestId: 'r-1' },
};
const Parameters = { InstanceId: ['i-1'] };
const refusal = (code: string) => new AwsError({ code, message: 'No.', operation: 'GetDocument', status: 400 });
const shared = 'arn:aws:ssm:eu-west-1:111122223333:document/Shared';

describe('a document of AWS', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ssm.GetDocument', answer);
  });
  const get = (input: GetDocumentCommandInput) => running.client.send(new GetDocumentCommand(input));
  const start = async (DocumentName: string, DocumentVersion?: string) => {
    const started = await running.client.send(
      new StartAutomationExecutionCommand({ DocumentName, Parameters, ...(DocumentVersion && { DocumentVersion }) }),
    );
    return running.reach(started.AutomationExecutionId ?? '', 'Waiting');
  };

  it('is read from there', async () => {
    const { $metadata, ...document } = await get({ Name: 'AWS-StopEC2Instance', DocumentFormat: 'YAML' });
    expect($metadata.httpStatusCode).toBe(200);
    expect(document).toEqual({
      Name: 'AWS-StopEC2Instance',
      CreatedDate: new Date('2017-01-10T23:14:21.034Z'),
      DocumentVersion: '1',
      Status: 'Active',
      Content,
      DocumentType: 'Automation',
      DocumentFormat: 'JSON',
    });
    expect(running.aws.calls).toEqual([
      {
        service: 'ssm',
        operation: 'GetDocument',
        input: { Name: 'AWS-StopEC2Instance', DocumentFormat: 'YAML' },
        region: 'us-east-1',
        sessionName: 'GetDocument',
      },
    ]);
  });

  it('runs like one that is kept here', async () => {
    const execution = await start('AWS-StopEC2Instance', '1');
    expect(execution).toMatchObject({
      DocumentName: 'AWS-StopEC2Instance',
      DocumentVersion: '1',
      Parameters,
      CurrentStepName: 'stop',
    });
  });

  it('runs as a step too', async () => {
    const inputs = { DocumentName: 'AWS-StopEC2Instance', RuntimeParameters: { InstanceId: ['i-1'] } };
    const id = await running.run([{ name: 'child', action: 'aws:executeAutomation', inputs }]);
    await running.reach(id, 'InProgress');
    await running.settled();
    expect(running.aws.asked()).toEqual([['ssm.GetDocument', { Name: 'AWS-StopEC2Instance', DocumentFormat: 'JSON' }]]);
  });

  it('is asked for again after five minutes, each version by itself', async () => {
    await start('AWS-StopEC2Instance');
    await start('AWS-StopEC2Instance');
    expect(running.aws.calls).toHaveLength(1);
    await start('AWS-StopEC2Instance', '1');
    expect(running.aws.calls).toHaveLength(2);

    running.clock.advance(300_000);

    await start('AWS-StopEC2Instance');
    expect(running.aws.calls).toHaveLength(3);
  });

  it.each([
    ['another account', shared, { Name: shared, DocumentFormat: 'JSON' }, 'eu-west-1'],
    [
      'AWS',
      'arn:aws:ssm:us-east-1::document/AWS-StopEC2Instance',
      { Name: 'AWS-StopEC2Instance', DocumentFormat: 'JSON' },
      'us-east-1',
    ],
    [
      'AWS, with its version',
      'arn:aws:ssm:us-east-1::automation-definition/AWS-StopEC2Instance:1',
      { Name: 'AWS-StopEC2Instance', DocumentVersion: '1', DocumentFormat: 'JSON' },
      'us-east-1',
    ],
  ])('may be named by the ARN of %s', async (_owner, name, input, region) => {
    await start(name);
    expect(running.aws.calls).toEqual([expect.objectContaining({ input, region })]);
  });

  it.each([
    ['is not there', refusal('InvalidDocument'), 'Document with name AWS-X does not exist.'],
    [
      'may not be read',
      refusal('AccessDeniedException'),
      'Document with name AWS-X does not exist here and could not be read from AWS: AccessDeniedException: No.',
    ],
    [
      'is out of reach',
      new AwsUnreachable('ssm could not be reached'),
      'Document with name AWS-X does not exist here and could not be read from AWS: ssm could not be reached.',
    ],
  ])('is an InvalidDocument where it %s', async (_why, error, message) => {
    running.aws.on('ssm.GetDocument', error);
    await expect(get({ Name: 'AWS-X' })).rejects.toMatchObject({ name: 'InvalidDocument', message });
  });

  it('is asked for again after it was not found', async () => {
    running.aws.on('ssm.GetDocument', refusal('InvalidDocument'), answer);
    await expect(get({ Name: 'AWS-X' })).rejects.toMatchObject({ name: 'InvalidDocument' });
    expect((await get({ Name: 'AWS-X' })).DocumentVersion).toBe('1');
  });

  it('starts nothing where there is no such document, version or runbook', async () => {
    running.aws.on('ssm.GetDocument', new AwsUnusable('There are no AWS credentials'));
    await expect(start('AWS-X')).rejects.toMatchObject({
      name: 'AutomationDefinitionNotFoundException',
      message:
        'Automation definition AWS-X was not found and could not be read from AWS: There are no AWS credentials.',
    });
    running.aws.on('ssm.GetDocument', refusal('InvalidDocumentVersion'));
    await expect(start('AWS-X', '9')).rejects.toMatchObject({
      name: 'AutomationDefinitionVersionNotFoundException',
      message: 'Automation definition AWS-X has no version 9.',
    });
    await expect(get({ Name: 'AWS-X', DocumentVersion: '9' })).rejects.toMatchObject({
      name: 'InvalidDocumentVersion',
    });
    running.aws.on('ssm.GetDocument', { ...answer, DocumentType: 'Command' });
    await expect(start('AWS-RunShellScript')).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
      message: 'Document AWS-RunShellScript is of type Command, not Automation.',
    });
    running.aws.on('ssm.GetDocument', { ...answer, Content: '{' });
    await expect(start('AWS-Broken')).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
    });
  });

  it('is never looked for under a name or an ARN of this account', async () => {
    await running.client.send(new CreateDocumentCommand({ Name: 'Own', DocumentType: 'Automation', Content }));
    await start('Own');
    await start('arn:aws:ssm:us-east-1:000000000000:document/Own');
    await expect(start('Gone')).rejects.toMatchObject({
      message: 'Automation definition Gone was not found.',
    });
    await expect(get({ Name: 'arn:aws:ssm:us-east-1:000000000000:document/Gone' })).rejects.toMatchObject({
      name: 'InvalidDocument',
    });
    expect(running.aws.calls).toEqual([]);
  });

  it('is for those only whose policies allow it', async () => {
    const Statement = { Effect: 'Allow', Action: '*', Resource: 'arn:aws:ssm:*:000000000000:*' };
    const own = running.ssm(await running.principal('own', { Version: '2012-10-17', Statement: [Statement] }));
    await expect(own.send(new GetDocumentCommand({ Name: shared }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(running.aws.calls).toEqual([]);
  });
});
