import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  type StartAutomationExecutionCommandInput,
  StartAutomationExecutionCommand,
  UpdateDocumentCommand,
} from '@aws-sdk/client-ssm';
import { settleStep } from '../../../../functions/ssm/automation-executions/settle-step.ts';
import { getLastStep } from '../../../../functions/ssm/automation-executions/run.ts';
import { WriteConflict } from '../../../../functions/ports/store.ts';
import { openRunning, type Running } from '../../../running.ts';

const ClientToken = '11111111-2222-4333-8444-555555555555';
const pause = (name: string) => ({ name, action: 'aws:pause', inputs: {} });
const content = (...names: string[]) =>
  JSON.stringify({
    schemaVersion: '0.3',
    parameters: { Text: { type: 'String', default: 'none' } },
    mainSteps: names.map(pause),
  });

describe('StartAutomationExecution', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    await running.client.send(
      new CreateDocumentCommand({ Name: 'Wait', DocumentType: 'Automation', Content: content('one') }),
    );
  });
  const start = async (input: Partial<StartAutomationExecutionCommandInput> = {}) =>
    (await running.client.send(new StartAutomationExecutionCommand({ DocumentName: 'Wait', ...input })))
      .AutomationExecutionId ?? '';
  const update = (...names: string[]) =>
    running.client.send(
      new UpdateDocumentCommand({ Name: 'Wait', DocumentVersion: '$LATEST', Content: content(...names) }),
    );

  it('starts one execution however often, and at once, a ClientToken is sent', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => start({ ClientToken })));
    ids.push(await start({ ClientToken }));
    expect(new Set(ids).size).toBe(1);
  });

  it('refuses a ClientToken with other parameters', async () => {
    await start({ ClientToken });
    await expect(start({ ClientToken, Parameters: { Text: ['other'] } })).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
      $metadata: { httpStatusCode: 400 },
      message: `Client token ${ClientToken} was used before with other parameters.`,
    });
  });

  it('forgets a ClientToken after a day', async () => {
    const first = await start({ ClientToken });
    running.clock.advance(86_401_000);
    expect(await start({ ClientToken })).not.toBe(first);
  });

  it('takes a document by ARN, and each way to say a version', async () => {
    await update('two');
    const versionOf = async (input: Partial<StartAutomationExecutionCommandInput>) =>
      (await running.reach(await start(input), 'InProgress', 'Waiting')).DocumentVersion;
    expect(await versionOf({})).toBe('1');
    expect(await versionOf({ DocumentVersion: '$DEFAULT' })).toBe('1');
    expect(await versionOf({ DocumentVersion: '$LATEST' })).toBe('2');
    expect(await versionOf({ DocumentVersion: '2' })).toBe('2');
    const arn = 'arn:aws:ssm:us-east-1:000000000000:';
    expect(await versionOf({ DocumentName: `${arn}document/Wait` })).toBe('1');
    expect(await versionOf({ DocumentName: `${arn}automation-definition/Wait:1` })).toBe('1');
  });

  it('refuses a definition, version or type that does not fit', async () => {
    const Content = JSON.stringify({
      schemaVersion: '2.2',
      mainSteps: [{ name: 'a', action: 'aws:runShellScript', inputs: { runCommand: ['true'] } }],
    });
    await running.client.send(new CreateDocumentCommand({ Name: 'Cmd', DocumentType: 'Command', Content }));
    await expect(start({ DocumentName: 'Gone' })).rejects.toMatchObject({
      name: 'AutomationDefinitionNotFoundException',
    });
    await expect(start({ DocumentVersion: '9' })).rejects.toMatchObject({
      name: 'AutomationDefinitionVersionNotFoundException',
    });
    await expect(start({ DocumentName: 'Cmd' })).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
    });
    await expect(start({ Parameters: { Nope: ['x'] } })).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
    });
  });

  it('ends a run as it began though its document is updated and deleted meanwhile', async () => {
    const id = await start();
    await running.reach(id, 'Waiting');
    await update('two', 'three');
    await running.client.send(new DeleteDocumentCommand({ Name: 'Wait' }));
    const step = (await getLastStep(running.ports.store, id))?.value;

    await settleStep({ executionId: id, stepId: step?.id ?? '', attempt: 1 }, { verdict: 'Resumed' }, running.ports);

    await running.reach(id, 'Success');
    expect(await running.steps(id)).toEqual([['one', 'Success']]);
  });

  it('keeps the runbook’s text though a conflict kept it from being written', async () => {
    const { store } = running.ports;
    const write = store.write.bind(store);
    let isFirst = true;
    store.write = async (changes) => {
      const isRefused = isFirst;
      isFirst = false;
      if (isRefused) throw new WriteConflict('somebody else writes');
      return write(changes);
    };
    const id = await start();

    const { runbook } = (await running.reach(id, 'Waiting')) && (await kept(id));
    expect(await store.get({ partition: `runbook#${runbook}`, sort: 'content' })).toBeDefined();
  });
  const kept = async (id: string) =>
    (await running.ports.store.get<{ runbook: string }>({ partition: `automation-execution#${id}`, sort: 'execution' }))
      ?.value ?? { runbook: '' };
});
