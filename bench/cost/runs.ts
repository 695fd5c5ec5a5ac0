import {
  CreateDocumentCommand,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import type { AutomationExecution } from '@aws-sdk/client-ssm';
import type { ContentFormat } from '../../functions/ssm/documents/content.ts';
import { sharedRunbooks } from '../../test/functions/ssm/documents/runbooks.ts';
import { watchStarts, type Started, statesIn } from '../../test/oracle/stage.ts';
import { goOn } from '../../test/runbooks/run-runbook.ts';
import { mockedAws } from '../../test/runbooks/mocked-aws.ts';
import { scenarios } from '../../test/runbooks/scenario.ts';
import { openRunning, type Running } from '../../test/running.ts';
import { resourcesIn } from '../../test/template.ts';
import { Meter, meteredStore } from './meter.ts';
import { automationStep, costOf, type Usage } from './prices.ts';
import type { Projections } from './units.ts';

/** A runbook to be run, with what AWS answers its calls. */
export interface Job {
  name: string;
  content: string;
  format: ContentFormat;
  parameters?: Record<string, string[]> | undefined;
  answers?: Parameters<typeof mockedAws>[0];
}

/** What a run of it costs. */
export interface Bill {
  name: string;
  steps: number;
  approvals: number;
  usage: Usage;
  dollars: number;
  /** On SSM Automation. */
  there: number;
}

const set = (name: string) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: name },
});
const gate = { name: 'gate', action: 'aws:approve', inputs: { Approvers: ['admin'] } };
const ten = (...steps: object[]) =>
  JSON.stringify({ schemaVersion: '0.3', variables: { Last: { type: 'String', default: '' } }, mainSteps: steps });

const own: Job[] = [
  { name: 'ten steps that never wait', content: ten(...[...'abcdefghij'].map(set)), format: 'JSON' },
  { name: 'ten steps, one an approval', content: ten(...[...'abcdefghi'].map(set), gate), format: 'JSON' },
];

/** Those of the public runbooks, each with what AWS answers in its scenario. */
const chosen = [
  'restart-instances',
  'restart-instances-approved',
  'stop-instances',
  'create-image-1',
  'delete-image',
  'dynamodb-deletion-protection',
  'kms-key-rotation',
  'attach-instance-profile',
];

/** The ten runbooks that are measured; without the folder of shared cases, only those of this project. */
export function jobs(): Job[] {
  const written = new Map(sharedRunbooks().map((one) => [one.file, one]));
  const told = new Map(scenarios());
  const shared = chosen.flatMap((name) => {
    const scenario = told.get(name);
    const document = scenario && written.get(scenario.runbook);
    return scenario && document ? [{ name, ...document, parameters: scenario.parameters, answers: scenario }] : [];
  });
  return [...own, ...shared];
}

/** What a call of a function is taken to last, and what it leaves in the log: nobody can measure that but Lambda. */
const assumed = { seconds: 0.1, gigabytes: 0.5, logKilobytes: 0.6 };

const Name = 'Runbook';
const quota = { concurrent: 500, queued: 5000 };

/** Runs a runbook twice and counts the second time, when the functions have its text in memory. */
export async function bill(job: Job): Promise<Bill> {
  const opened = await open(job);
  await runOnce(job, opened);
  opened.meter.take();
  const before = opened.started.length;
  const { StepExecutions = [], AutomationExecutionStatus: status } = await runOnce(job, opened);
  if (status !== 'Success') throw new Error(`${job.name} ended ${status}`);
  const ran = StepExecutions.filter(({ StepStatus }) => StepStatus !== 'Pending');
  const usage = completed(opened.meter.take(), await transitionsOf(opened, before));
  return {
    name: job.name,
    steps: ran.length,
    approvals: ran.filter(({ Action }) => Action === 'aws:approve').length,
    usage,
    dollars: costOf({ ...usage, events: 0 }),
    there: ran.length * automationStep.dollars,
  };
}

interface Opened {
  running: Running;
  meter: Meter;
  started: Started[];
}

async function open(job: Job): Promise<Opened> {
  const meter = new Meter();
  const running = await openRunning(':memory:', undefined, (task) => () => meter.measured(() => called(meter, task)));
  running.ports.store = meteredStore(running.ports.store, meter, projections());
  running.ports.quotas = { automations: quota, rateControls: quota };
  running.ports.events = { publish: async (make) => meter.add('events', make().length) };
  const { content: Content, format: DocumentFormat } = job;
  await running.client.send(new CreateDocumentCommand({ Name, Content, DocumentFormat, DocumentType: 'Automation' }));
  meterRequests(running, meter);
  return { running, meter, started: watchStarts(running.ports) };
}

const called = <Value>(meter: Meter, work: () => Promise<Value>): Promise<Value> => {
  meter.add('invocations', 1);
  return work();
};

/** A start and a signal are requests to the door, which reads the caller's key once in five seconds and opens it once in five minutes; what a bench asks to see how a run stands is not counted. */
function meterRequests({ client }: Running, meter: Meter): void {
  const send = client.send.bind(client) as (command: unknown) => Promise<never>;
  client.send = ((command: unknown) => {
    const isCharged =
      command instanceof StartAutomationExecutionCommand || command instanceof SendAutomationSignalCommand;
    if (!isCharged) return send(command);
    return meter.measured(() => {
      meter.add('requests', 1);
      meter.add('readUnits', 1);
      meter.add('decryptions', 1);
      return called(meter, () => send(command));
    });
  }) as typeof client.send;
}

async function runOnce({ parameters: Parameters, answers }: Job, { running }: Opened): Promise<AutomationExecution> {
  const aws = mockedAws(answers ?? {}, () => running.clock.now());
  running.aws.call = (asked) => aws.call(asked);
  const start = new StartAutomationExecutionCommand({ DocumentName: Name, ...(Parameters && { Parameters }) });
  const { AutomationExecutionId: id = '' } = await running.client.send(start);
  return goOn(running, id, aws);
}

/** Step Functions counts each state that is entered, again for each retry. */
async function transitionsOf({ running: { engine }, started }: Opened, from: number): Promise<number> {
  const counts = started.slice(from).map(async ([machine, name]) => {
    const executionArn = `${engine.stateMachineArn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
    return statesIn((await engine.getExecutionHistory({ executionArn })).events).length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Status changes are shown and not charged: nobody listens. */
const completed = (usage: Usage, transitions: number): Usage => ({
  ...usage,
  transitions,
  gigabyteSeconds: usage.invocations * assumed.seconds * assumed.gigabytes,
  logKilobytes: usage.invocations * assumed.logKilobytes,
});

/** What the table of the template has in its indexes. */
function projections(): Projections {
  const { GlobalSecondaryIndexes: indexes } = resourcesIn('core.yml').RecordsTable?.Properties as unknown as Table;
  return Object.fromEntries(
    indexes.map(({ IndexName, Projection: { ProjectionType, NonKeyAttributes = [] } }) => [
      IndexName,
      ProjectionType === 'ALL' ? 'ALL' : NonKeyAttributes,
    ]),
  );
}

interface Table {
  GlobalSecondaryIndexes: {
    IndexName: string;
    Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
  }[];
}
