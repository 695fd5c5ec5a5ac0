import {
  type AutomationExecutionStatus,
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  type SignalType,
  SendAutomationSignalCommand,
  StartChangeRequestExecutionCommand,
  type StartChangeRequestExecutionCommandInput,
  StopAutomationExecutionCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
  UpdateDocumentMetadataCommand,
} from '@aws-sdk/client-ssm';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import type { Keys } from '../../../door.ts';
import { openRunning, type Running } from '../../../running.ts';
import { calendar, level, runbook, template } from './documents.ts';

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
describe('StartChangeRequestExecution', () => {
  let running: Running;
  let alice: Keys;
  let bob: Keys;
  beforeEach(async () => {
    running = await openRunning();
    alice = await running.principal('alice', allowAll);
    bob = await running.principal('bob', allowAll, ['managers']);
    await document('Deploy', 'Automation', runbook);
    await approved('Change', template());
  });
  const document = (Name: string, DocumentType: 'Automation' | 'Automation.ChangeTemplate', content: object) =>
    running.client.send(new CreateDocumentCommand({ Name, DocumentType, Content: JSON.stringify(content) }));
  const review = async (Name: string, DocumentVersion = '1') => {
    for (const Action of ['SendForReview', 'Approve'] as const)
      await running.client.send(
        new UpdateDocumentMetadataCommand({ Name, DocumentVersion, DocumentReviews: { Action } }),
      );
  };
  const approved = async (name: string, content: object) => {
    await document(name, 'Automation.ChangeTemplate', content);
    await review(name);
  };
  const freeze = (from: string, to: string) =>
    running.client.send(
      new CreateDocumentCommand({
        Name: 'Freeze',
        DocumentType: 'ChangeCalendar',
        DocumentFormat: 'TEXT',
        Content: calendar(from, to),
      }),
    );
  const start = async (input: Partial<StartChangeRequestExecutionCommandInput> = {}) =>
    (
      await running.client.send(
        new StartChangeRequestExecutionCommand({
          DocumentName: 'Change',
          Runbooks: [{ DocumentName: 'Deploy', Parameters: { Text: ['v1'] } }],
          ...input,
        }),
      )
    ).AutomationExecutionId ?? '';
  const signal = async (id: string, keys: Keys, SignalType: SignalType = 'Approve') => {
    await running.settled();
    await running.ssm(keys).send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType }));
    await running.settled();
  };
  const bothApprove = async (id: string) => {
    await signal(id, alice);
    await signal(id, bob);
  };
  const listed = async (Key: 'ExecutionStatus' | 'AutomationSubtype', value: string) =>
    (
      await running.client.send(new DescribeAutomationExecutionsCommand({ Filters: [{ Key, Values: [value] }] }))
    ).AutomationExecutionMetadataList?.map(({ AutomationExecutionId }) => AutomationExecutionId);
  const told = () =>
    running.events
      .filter(({ detail }) => detail.Definition === 'Change' && detail.StepName === undefined)
      .map(({ detail }) => detail.Status as AutomationExecutionStatus);

  it('runs the runbook after every level has approved', async () => {
    const id = await start({ ChangeRequestName: 'Release', Tags: [{ Key: 'k', Value: 'v' }] });
    expect(await running.reach(id, 'PendingApproval')).toMatchObject({
      DocumentName: 'Change',
      DocumentVersion: '1',
      AutomationSubtype: 'ChangeRequest',
      ChangeRequestName: 'Release',
      Runbooks: [{ DocumentName: 'Deploy', DocumentVersion: '1', Parameters: { Text: ['v1'] } }],
      Parameters: { Approver: ['alice'] },
    });
    await expect(signal(id, bob)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await signal(id, alice);
    await running.reach(id, 'PendingApproval');
    await expect(signal(id, alice)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(running.jobs.size).toBe(0);
    await signal(id, bob);
    await running.reach(id, 'RunbookInProgress');

    await running.finishScript({ status: 'Success', payload: {}, log: '' });

    await running.reach(id, 'CompletedWithSuccess');
    expect(await running.steps(id)).toEqual([
      ['First', 'Success'],
      ['Second', 'Success'],
      ['ChangeWindow', 'Success'],
      ['RunRunbook', 'Success'],
    ]);
    expect(told()).toEqual(['PendingApproval', 'RunbookInProgress', 'CompletedWithSuccess']);
  });

  it('is found by its subtype and by its status', async () => {
    const id = await start();
    await running.reach(id, 'PendingApproval');
    expect(await listed('AutomationSubtype', 'ChangeRequest')).toEqual([id]);
    expect(await listed('AutomationSubtype', 'AccessRequest')).toEqual([]);
    expect(await listed('ExecutionStatus', 'PendingApproval')).toEqual([id]);
    expect(await listed('ExecutionStatus', 'Waiting')).toEqual([]);
  });

  it('is rejected by one approver, whatever the template says of failures', async () => {
    const id = await start();
    await signal(id, alice);
    await signal(id, bob, 'Reject');
    const { FailureMessage } = await running.reach(id, 'Rejected');
    expect(FailureMessage).toContain('Approval was rejected by arn:aws:iam::000000000000:user/bob');
    expect(running.jobs.size).toBe(0);
    expect(await listed('ExecutionStatus', 'Rejected')).toEqual([id]);
  });

  it('tells that the runbook failed', async () => {
    const id = await start();
    await bothApprove(id);
    await running.reach(id, 'RunbookInProgress');
    await running.finishScript({ status: 'Failed', message: 'broken', log: '' });
    await running.reach(id, 'CompletedWithFailure');
  });

  it('times out, and can be stopped', async () => {
    await approved('Short', template({ mainSteps: [level('Only', 'IamUser', 'alice', { timeoutSeconds: 60 })] }));
    const late = await start({ DocumentName: 'Short' });
    const stopped = await start();
    await running.reach(stopped, 'PendingApproval');
    await running.settled();
    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: stopped }));
    await running.reach(stopped, 'Cancelled');
    running.clock.advance(60_000);
    await running.reach(late, 'TimedOut');
  });

  it('waits for its time, months if need be', async () => {
    const ScheduledTime = new Date('2026-03-15T12:00:00Z');
    const id = await start({ ScheduledTime, ScheduledEndTime: new Date('2026-03-15T13:00:00Z') });
    await bothApprove(id);
    expect(await running.reach(id, 'Scheduled')).toMatchObject({ ScheduledTime });
    for (const day of ['2026-01-31', '2026-03-02', '2026-03-15']) {
      running.clock.advanceTo(Date.parse(`${day}T11:59:59Z`));
      await running.settled();
    }
    await running.reach(id, 'Scheduled');
    await expect(signal(id, bob)).rejects.toMatchObject({ name: 'InvalidAutomationSignalException' });

    running.clock.advance(1000);

    await running.reach(id, 'RunbookInProgress');
  });

  it('needs the last level again while a calendar is closed', async () => {
    await freeze('20251231T000000Z', '20260102T000000Z');
    const id = await start();
    await bothApprove(id);
    await running.reach(id, 'PendingChangeCalendarOverride');
    await expect(signal(id, alice)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    await signal(id, bob);

    await running.reach(id, 'RunbookInProgress');
  });

  it('goes on by itself when the calendar opens', async () => {
    await freeze('20251231T000000Z', '20260102T000000Z');
    const id = await start();
    await bothApprove(id);
    await running.reach(id, 'PendingChangeCalendarOverride');
    for (let hour = 0; hour < 24; hour++) {
      running.clock.advance(3_600_000);
      await running.settled();
    }
    await running.reach(id, 'RunbookInProgress');
  });

  it('ends where the override is rejected', async () => {
    await freeze('20251231T000000Z', '20260102T000000Z');
    const id = await start();
    await bothApprove(id);
    await running.reach(id, 'PendingChangeCalendarOverride');
    await signal(id, bob, 'Reject');
    await running.reach(id, 'ChangeCalendarOverrideRejected');
    expect(running.jobs.size).toBe(0);
  });

  it('takes a calendar that cannot be read for a closed one', async () => {
    const Content = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR';
    await running.client.send(
      new CreateDocumentCommand({ Name: 'Odd', DocumentType: 'ChangeCalendar', DocumentFormat: 'TEXT', Content }),
    );
    const id = await start();
    await bothApprove(id);
    await running.reach(id, 'PendingChangeCalendarOverride');
  });

  it('takes a template of AWS', async () => {
    const answer = {
      Name: 'AWS-HelloWorldChangeTemplate',
      DocumentVersion: '1',
      DocumentType: 'Automation.ChangeTemplate',
      Content: JSON.stringify(template()),
    };
    running.aws.on('ssm.GetDocument', answer);
    const DocumentName = 'AWS-HelloWorldChangeTemplate';
    expect((await running.reach(await start({ DocumentName }), 'PendingApproval')).DocumentName).toBe(DocumentName);
    running.aws.on('ssm.GetDocument', { ...answer, ReviewStatus: 'PENDING' });
    await expect(start({ DocumentName, DocumentVersion: '1' })).rejects.toMatchObject({
      name: 'AutomationDefinitionNotApprovedException',
    });
  });

  it('asks nobody for AutoApprove, but while a calendar is closed', async () => {
    await approved('Auto', template({ autoApprovable: true }));
    const id = await start({ DocumentName: 'Auto', AutoApprove: true });
    await running.reach(id, 'RunbookInProgress');
    await freeze('20251231T000000Z', '20260102T000000Z');
    const frozen = await start({ DocumentName: 'Auto', AutoApprove: true });
    await running.reach(frozen, 'PendingChangeCalendarOverride');
    await expect(start({ AutoApprove: true })).rejects.toMatchObject({
      name: 'InvalidAutomationExecutionParametersException',
      message: 'Change template Change does not allow AutoApprove.',
    });
  });

  it('runs an emergency change whatever the calendar', async () => {
    await freeze('20251231T000000Z', '20260102T000000Z');
    await approved('Emergency', template({ emergencyChange: true }));
    const id = await start({ DocumentName: 'Emergency' });
    await bothApprove(id);
    await running.reach(id, 'RunbookInProgress');
  });

  it('passes braces in parameters on as they are', async () => {
    const id = await start({
      Runbooks: [{ DocumentName: 'Deploy', Parameters: { Text: ['{{ Approver }} {{ x.y }}'] } }],
    });
    await bothApprove(id);
    await running.reach(id, 'RunbookInProgress');
    const { AutomationExecutionMetadataList: [child] = [] } = await running.client.send(
      new DescribeAutomationExecutionsCommand({ Filters: [{ Key: 'ParentExecutionId', Values: [id] }] }),
    );
    const { Parameters } = await running.reach(child?.AutomationExecutionId ?? '', 'InProgress');
    expect(Parameters).toEqual({ Text: ['{{ Approver }} {{ x.y }}'] });
  });

  it('runs the version of the runbook that was approved', async () => {
    const id = await start();
    await running.reach(id, 'PendingApproval');
    await running.client.send(
      new UpdateDocumentCommand({
        Name: 'Deploy',
        DocumentVersion: '$LATEST',
        Content: JSON.stringify({ ...runbook, description: 'other' }),
      }),
    );
    await running.client.send(new UpdateDocumentDefaultVersionCommand({ Name: 'Deploy', DocumentVersion: '2' }));
    await bothApprove(id);
    await running.reach(id, 'RunbookInProgress');
    const { AutomationExecutionMetadataList: [child] = [] } = await running.client.send(
      new DescribeAutomationExecutionsCommand({ Filters: [{ Key: 'ParentExecutionId', Values: [id] }] }),
    );
    expect(child?.DocumentVersion).toBe('1');
  });

  it('requests one change however often a ClientToken is sent', async () => {
    const ClientToken = '11111111-2222-4333-8444-555555555555';
    const first = await start({ ClientToken });
    expect(await start({ ClientToken })).toBe(first);
    await expect(start({ ClientToken, ChangeRequestName: 'other' })).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
    });
  });

  it('is carried on where a crash left it without its machine', async () => {
    const starts = running.ports.workflows.start.bind(running.ports.workflows);
    running.ports.workflows.start = async (_machine, _name, _input, kept) => kept;
    const id = await start();
    running.ports.workflows.start = starts;
    expect(await running.steps(id)).toContainEqual(['First', 'Pending']);

    await running.roles.as('SsmReconcile', () => reconcile(running.ports));
    await bothApprove(id);

    await running.reach(id, 'RunbookInProgress');
  });

  it('uses the approved version of the template', async () => {
    const Content = JSON.stringify(template({ description: 'Second' }));
    await running.client.send(new UpdateDocumentCommand({ Name: 'Change', DocumentVersion: '$LATEST', Content }));
    expect((await running.reach(await start(), 'PendingApproval')).DocumentVersion).toBe('1');
    await expect(start({ DocumentVersion: '2' })).rejects.toMatchObject({
      name: 'AutomationDefinitionNotApprovedException',
      message: 'Version 2 of change template Change is not approved.',
    });
    await review('Change', '2');
    expect((await running.reach(await start(), 'PendingApproval')).DocumentVersion).toBe('2');
  });

  it('refuses what a template, a runbook or a time cannot be', async () => {
    const refused = (input: Partial<StartChangeRequestExecutionCommandInput>, name: string, message?: string) =>
      expect(start(input)).rejects.toMatchObject({ name, ...(message && { message }) });
    const parameters = 'InvalidAutomationExecutionParametersException';
    await document('Draft', 'Automation.ChangeTemplate', template());
    await document('Other', 'Automation', runbook);
    await approved(
      'Wrong',
      template({ mainSteps: [{ name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }] }),
    );
    await approved('One', template({ executableRunBooks: [{ name: 'Deploy', version: '1' }] }));
    const Parameters = { Text: ['v1'] };

    await refused({ DocumentName: 'Gone' }, 'AutomationDefinitionNotFoundException');
    await refused({ DocumentVersion: '9' }, 'AutomationDefinitionVersionNotFoundException');
    await refused({ DocumentName: 'Draft' }, 'AutomationDefinitionNotApprovedException');
    await refused(
      { DocumentName: 'Deploy' },
      parameters,
      'Document Deploy is of type Automation, not Automation.ChangeTemplate.',
    );
    await refused(
      { DocumentName: 'Wrong' },
      parameters,
      'Change template Wrong cannot be used: step nap is no aws:approve.',
    );
    await refused(
      { Runbooks: [{ DocumentName: 'Other', Parameters }] },
      parameters,
      'Runbook Other is not among the executableRunBooks of change template Change.',
    );
    await refused(
      { Runbooks: [{ DocumentName: 'Deploy', DocumentVersion: '7', Parameters }] },
      'AutomationDefinitionVersionNotFoundException',
    );
    await refused(
      { Runbooks: [{ DocumentName: 'Deploy' }] },
      parameters,
      'Missing required parameter: Text in user inputs.',
    );
    await refused({ Parameters: { Nope: ['x'] } }, parameters, 'Undefined execution inputs: [Nope]');
    await refused(
      { ScheduledTime: new Date('2026-02-02T00:00:00Z'), ScheduledEndTime: new Date('2026-02-01T00:00:00Z') },
      parameters,
      'ScheduledEndTime must be later than ScheduledTime.',
    );
    await refused(
      { ChangeDetails: '\u20ac'.repeat(32_768), Parameters: { Approver: ['\u20ac'.repeat(20_000)] } },
      parameters,
      'The change request is larger than 128 KB.',
    );
    expect(running.events).toEqual([]);
    expect(
      await start({
        DocumentName: 'One',
        Runbooks: [{ DocumentName: 'Deploy', DocumentVersion: '$DEFAULT', Parameters }],
      }),
    ).toHaveLength(36);
  });
});
