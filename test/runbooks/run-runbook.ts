import {
  type AutomationExecution,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import type { ContentFormat } from '../../functions/ssm/documents/content.ts';
import { newVersion } from '../../functions/ssm/documents/document-version.ts';
import { addVersion, asDefault, documentKey, type DocumentRecord } from '../../functions/ssm/documents/record.ts';
import { account } from '../door.ts';
import { openRunning, type Running } from '../running.ts';
import { type MockedAws, mockedAws } from './mocked-aws.ts';
import type { Scenario } from './scenario.ts';

/** What became of a scenario. */
export interface Ended {
  execution: AutomationExecution;
  aws: MockedAws;
}

/** A runbook as its author wrote it. */
export interface Written {
  content: string;
  format: ContentFormat;
}

const ended = ['Success', 'Failed', 'TimedOut', 'Cancelled'];
const name = 'Scenario';

/** Runs a runbook from its start to its end: approvals are given, time passes as fast as nothing happens. */
export async function runScenario(scenario: Scenario, written: Written): Promise<Ended> {
  const running = await openRunning();
  const aws = mockedAws(scenario, () => running.clock.now());
  running.aws.call = (asked) => aws.call(asked);
  await put(running, name, written);
  for (const [other, document] of Object.entries(scenario.documents ?? {}))
    await put(running, other, { content: JSON.stringify(document), format: 'JSON' });
  const { parameters: Parameters } = scenario;
  const start = new StartAutomationExecutionCommand({ DocumentName: name, ...(Parameters && { Parameters }) });
  const { AutomationExecutionId: id = '' } = await running.client.send(start);
  return { execution: await goOn(running, id, aws), aws };
}

/** Stores a document whatever its name: CreateDocument keeps names such as AWS-StopEC2Instance for AWS. */
async function put({ ports: { store, clock } }: Running, documentName: string, { content, format }: Written) {
  const place = { account, region: 'us-east-1' };
  const input = { Content: content, DocumentFormat: format };
  const version = newVersion(input, 'Automation', { version: 1, createdTime: clock.now() });
  const numbers = { latestVersion: 1, lastVersion: 1, versionCount: 1 };
  const kept: DocumentRecord = {
    name: documentName,
    ...place,
    documentType: 'Automation',
    tags: [],
    ...numbers,
    default: asDefault(version),
  };
  await store.write([
    { put: { ...documentKey(place, documentName), value: kept }, expect: 0 },
    ...addVersion(kept, version, content),
  ]);
}

async function goOn(running: Running, id: string, aws: MockedAws): Promise<AutomationExecution> {
  let pause = 1000;
  for (let turn = 0, before = ''; turn < 300; turn++) {
    await rest(running, aws);
    const execution = await running.reach(id, ...ended, 'InProgress', 'Waiting');
    if (ended.includes(execution.AutomationExecutionStatus ?? '')) return execution;
    await approve(running, execution);
    const now = JSON.stringify([aws.sent.length, execution.StepExecutions]);
    pause = now === before ? Math.min(60_000, pause * 1.5) : 1000;
    before = now;
    running.clock.advance(pause);
  }
  throw new Error(`The run rests at ${JSON.stringify(await running.steps(id))}.`);
}

async function rest(running: Running, aws: MockedAws): Promise<void> {
  do await running.settled();
  while (aws.open() > 0);
}

async function approve(running: Running, { AutomationExecutionId, StepExecutions = [] }: AutomationExecution) {
  const isAsked = StepExecutions.some((step) => step.Action === 'aws:approve' && step.StepStatus === 'Waiting');
  if (isAsked)
    await running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId, SignalType: 'Approve' }));
}
