import {
  type AutomationExecution,
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
  type StartAutomationExecutionCommandInput,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';

/** A server with one runbook, `Fleet`, which waits for every target until the test lets it end. */
export interface Fleet extends Running {
  start(input?: Partial<StartAutomationExecutionCommandInput>): Promise<string>;
  /** Starts it for so many targets: `t1`, `t2` … */
  startFor(count: number, input?: Partial<StartAutomationExecutionCommandInput>): Promise<string>;
  execution(id: string): Promise<AutomationExecution>;
  /** The targets whose executions wait now, in the order they started. */
  waiting(id: string): Promise<string[]>;
  /** Lets the execution of a target end. */
  succeed(id: string, target: string): Promise<void>;
  fail(id: string, target: string): Promise<void>;
  stop(id: string): Promise<void>;
}

const runbook = {
  schemaVersion: '0.3',
  assumeRole: '{{ AutomationAssumeRole }}',
  parameters: {
    InstanceId: { type: 'String', allowedPattern: '^[a-z0-9-]*$' },
    Text: { type: 'String', default: 'none' },
    AutomationAssumeRole: { type: 'String', default: '' },
  },
  variables: { Last: { type: 'String', default: '' } },
  mainSteps: [
    { name: 'gate', action: 'aws:approve', inputs: { Approvers: ['arn:aws:iam::000000000000:user/admin'] } },
    { name: 'last', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: '{{ InstanceId }}' } },
  ],
};

/** The names `t1`, `t2` … as they are given: at most 50 to a target, at most 5 of those. */
export const named = (count: number): { Key: string; Values: string[] }[] => {
  const names = Array.from({ length: count }, (_, place) => `t${place + 1}`);
  return [0, 50, 100, 150, 200]
    .map((from) => ({ Key: 'ParameterValues', Values: names.slice(from, from + 50) }))
    .filter(({ Values }) => Values.length > 0);
};

/** Opens one, in memory or in a file. */
export async function openFleet(...options: Parameters<typeof openRunning>): Promise<Fleet> {
  const running = await openRunning(...options);
  const { client } = running;
  const Content = JSON.stringify(runbook);
  const document = { Name: 'Fleet', DocumentType: 'Automation' as const, Content, TargetType: '/AWS::EC2::Instance' };
  await client.send(new CreateDocumentCommand(document)).catch((error: Error) => {
    if (error.name !== 'DocumentAlreadyExists') throw error;
  });
  const start = async (input: Partial<StartAutomationExecutionCommandInput> = {}) =>
    (await client.send(new StartAutomationExecutionCommand({ DocumentName: 'Fleet', ...input })))
      .AutomationExecutionId ?? '';
  const children = async (id: string) => {
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    return page.AutomationExecutionMetadataList ?? [];
  };
  const signal = async (id: string, target: string, SignalType: 'Approve' | 'Reject') => {
    const child = (await children(id)).find((one) => one.Target === target);
    const AutomationExecutionId = child?.AutomationExecutionId ?? '';
    await client.send(new SendAutomationSignalCommand({ AutomationExecutionId, SignalType }));
    await running.reach(AutomationExecutionId, 'Success', 'Failed');
    await running.settled();
  };
  return {
    ...running,
    start,
    startFor: async (count, input) => {
      const id = await start({ Targets: named(count), TargetParameterName: 'InstanceId', ...input });
      await running.settled();
      return id;
    },
    execution: async (id) =>
      (await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }))).AutomationExecution ?? {},
    waiting: async (id) =>
      (await children(id))
        .filter(({ AutomationExecutionStatus }) => AutomationExecutionStatus === 'Waiting')
        .map(({ Target = '' }) => Target)
        .reverse(),
    succeed: (id, target) => signal(id, target, 'Approve'),
    fail: (id, target) => signal(id, target, 'Reject'),
    stop: async (id) => {
      await client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
      await running.settled();
    },
  };
}
