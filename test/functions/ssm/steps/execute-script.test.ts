import { createHash } from 'node:crypto';
import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';

const main = 'def handler(events, context): return 1';
const sha256 = createHash('sha256').update(main).digest('hex');
const files = { 'main.py': { checksums: { 'SHA-256': sha256.toUpperCase() } } };
const step = (inputs: object) => ({ name: 'script', action: 'aws:executeScript', inputs });
const whole = { Runtime: 'python3.11', Handler: 'main.handler', Attachment: 'main.py', InputPayload: { a: 1 } };

describe('aws:executeScript', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const start = async (inputs: object = whole, members: object = { files }) => {
    await running.ports.objects.put('my-files', 'main.py', Buffer.from(main));
    const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [step(inputs)], ...members });
    const Attachments = [{ Key: 'S3FileUrl' as const, Values: ['s3://my-files/main.py'] }];
    const document = { Name: 'Tool', DocumentType: 'Automation' as const, Content };
    await running.client.send(new CreateDocumentCommand({ ...document, ...('files' in members && { Attachments }) }));
    const command = new StartAutomationExecutionCommand({ DocumentName: 'Tool' });
    return (await running.client.send(command)).AutomationExecutionId ?? '';
  };
  const job = () => [...running.jobs.values()][0];

  it('gives the script the file of its Attachment', async () => {
    const id = await start();
    await running.settled();

    expect(job()).toMatchObject({
      source: '',
      handler: 'main.handler',
      payload: { a: 1 },
      attachment: { name: 'main.py', bucket: '.attachments', key: expect.stringMatching(`/${sha256}$`), sha256 },
    });
    await running.finishScript({ status: 'Success', payload: 1, log: '' });
    expect(await running.steps(id)).toEqual([['script', 'Success']]);
  });

  it('gives it beside a script of its own', async () => {
    await start({ ...whole, Script: 'import main' });
    await running.settled();

    expect(job()).toMatchObject({ source: 'import main', attachment: { name: 'main.py' } });
  });

  it.each<[string, object, object, string]>([
    [
      'a file that files does not name',
      whole,
      {},
      'The runbook has no "files" section with the sha256 checksum of main.py',
    ],
    ['neither script nor attachment', { Runtime: 'python3.11', Handler: 'x' }, {}, 'Script is required'],
    [
      'an attachment of PowerShell without a script',
      { ...whole, Runtime: 'PowerShell 7.4' },
      { files },
      'Script is required',
    ],
  ])('fails for %s', async (_name, inputs, members, message) => {
    const { FailureMessage } = await running.reach(await start(inputs, members), 'Failed');

    expect(FailureMessage).toBe(
      `Step fails when it is validating and resolving the step inputs. ${message}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
    );
  });

  it('fails when the version with the attachment is gone', async () => {
    await running.ports.objects.put('my-files', 'main.py', Buffer.from(main));
    const mainSteps = [{ name: 'wait', action: 'aws:pause', inputs: {} }, step(whole)];
    const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps, files });
    const Attachments = [{ Key: 'S3FileUrl' as const, Values: ['s3://my-files/main.py'] }];
    await running.client.send(
      new CreateDocumentCommand({ Name: 'Gone', DocumentType: 'Automation', Content, Attachments }),
    );
    const started = await running.client.send(new StartAutomationExecutionCommand({ DocumentName: 'Gone' }));
    const AutomationExecutionId = started.AutomationExecutionId ?? '';
    await running.reach(AutomationExecutionId, 'Waiting');

    await running.client.send(new DeleteDocumentCommand({ Name: 'Gone' }));
    const Payload = { StepName: ['wait'] };
    await running.client.send(
      new SendAutomationSignalCommand({ AutomationExecutionId, SignalType: 'Resume', Payload }),
    );

    const { FailureMessage } = await running.reach(AutomationExecutionId, 'Failed');
    expect(FailureMessage).toContain('Version 1 of document Gone has no attachment main.py.');
  });
});
