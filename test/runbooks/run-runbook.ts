import {
  type AutomationExecution,
  CreateDocumentCommand,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import type { ContentFormat } from '../../functions/ssm/documents/content.ts';
import type { AwsApi } from '../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../running.ts';

/** A runbook as its author wrote it. */
export interface Written {
  content: string;
  format: ContentFormat;
}

/** What is run, and with what. */
export interface Job {
  document: Written;
  parameters?: Record<string, string[]> | undefined;
}

/** An AWS that tells how many of its calls have no answer yet. */
export interface WatchedAws extends AwsApi {
  open(): number;
}

/** Watches an AWS. */
export function watched(aws: AwsApi): WatchedAws {
  let open = 0;
  return {
    open: () => open,
    call: async (asked) => {
      open += 1;
      return aws.call(asked).finally(() => (open -= 1));
    },
  };
}

const ended = ['Success', 'Failed', 'TimedOut', 'Cancelled'];
const Name = 'Runbook';

/** Runs a runbook from its start to its end: approvals are given, time passes as fast as nothing happens. `openAws` is given the clock. */
export async function runRunbook(
  { document: { content: Content, format: DocumentFormat }, parameters: Parameters }: Job,
  openAws: (now: () => number) => WatchedAws,
): Promise<AutomationExecution> {
  const running = await openRunning();
  const aws = openAws(() => running.clock.now());
  running.aws.call = (asked) => aws.call(asked);
  const { client } = running;
  await client.send(new CreateDocumentCommand({ Name, Content, DocumentFormat, DocumentType: 'Automation' }));
  const start = new StartAutomationExecutionCommand({ DocumentName: Name, ...(Parameters && { Parameters }) });
  const { AutomationExecutionId: id = '' } = await client.send(start);
  return goOn(running, id, aws);
}

/** Brings a run that was started to its end. */
export async function goOn(running: Running, id: string, aws: WatchedAws): Promise<AutomationExecution> {
  let pause = 1000;
  for (let turn = 0, before = ''; turn < 300; turn++) {
    await rest(running, aws);
    const execution = await running.reach(id, ...ended, 'InProgress', 'Waiting');
    if (ended.includes(execution.AutomationExecutionStatus ?? '')) return execution;
    await approve(running, execution);
    const now = JSON.stringify([running.calls, execution.StepExecutions]);
    pause = now === before ? Math.min(60_000, pause * 1.5) : 1000;
    before = now;
    running.clock.advance(pause);
  }
  throw new Error(`The run rests at ${JSON.stringify(await running.steps(id))}.`);
}

async function rest(running: Running, aws: WatchedAws): Promise<void> {
  do await running.settled();
  while (aws.open() > 0);
}

async function approve(running: Running, { AutomationExecutionId, StepExecutions = [] }: AutomationExecution) {
  const isAsked = StepExecutions.some((step) => step.Action === 'aws:approve' && step.StepStatus === 'Waiting');
  if (isAsked)
    await running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId, SignalType: 'Approve' }));
}
