import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  GetAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import { type Fleet, openFleet } from './fleet.ts';

describe('an execution with targets', () => {
  let fleet: Fleet;
  beforeEach(async () => {
    fleet = await openFleet();
  });
  const statuses = async (id: string) =>
    ((await fleet.execution(id)).StepExecutions ?? []).map(({ StepName, StepStatus }) => [StepName, StepStatus]);

  it('runs the runbook once per target: one first, then two, then four, up to MaxConcurrency', async () => {
    const id = await fleet.startFor(12, { MaxConcurrency: '4' });
    expect(await fleet.waiting(id)).toEqual(['t1']);
    await fleet.succeed(id, 't1');
    expect(await fleet.waiting(id)).toEqual(['t2', 't3']);
    await fleet.succeed(id, 't3');
    expect(await fleet.waiting(id)).toEqual(['t2', 't4']);
    await fleet.succeed(id, 't2');
    expect(await fleet.waiting(id)).toEqual(['t4', 't5', 't6', 't7']);
    for (const name of ['t4', 't5', 't6', 't7']) await fleet.succeed(id, name);
    expect(await fleet.waiting(id)).toEqual(['t8', 't9', 't10', 't11']);
    for (const name of ['t8', 't9', 't10', 't11', 't12']) await fleet.succeed(id, name);

    await fleet.reach(id, 'Success');
  });

  it('shows each target as a step, and what was asked', async () => {
    const id = await fleet.startFor(3, { Parameters: { Text: ['hello'] }, MaxErrors: '1' });
    await fleet.succeed(id, 't1');
    await fleet.fail(id, 't2');

    const execution = await fleet.execution(id);

    expect(execution).toMatchObject({
      AutomationExecutionId: id,
      DocumentName: 'Fleet',
      AutomationExecutionStatus: 'InProgress',
      Parameters: { Text: ['hello'], AutomationAssumeRole: [''] },
      Outputs: {},
      Targets: [{ Key: 'ParameterValues', Values: ['t1', 't2', 't3'] }],
      TargetParameterName: 'InstanceId',
      MaxConcurrency: '10',
      MaxErrors: '1',
      ResolvedTargets: { ParameterValues: ['t1', 't2', 't3'], Truncated: false },
      ProgressCounters: { TotalSteps: 3, SuccessSteps: 1, FailedSteps: 1, TimedOutSteps: 0, CancelledSteps: 0 },
      StepExecutionsTruncated: false,
    });
    expect(execution.StepExecutions?.[0]).toMatchObject({
      StepName: 't1',
      Action: 'aws:executeAutomation',
      StepStatus: 'Success',
      Inputs: { InstanceId: 't1' },
      Outputs: {},
      ExecutionStartTime: expect.any(Date),
      ExecutionEndTime: expect.any(Date),
    });
    expect(execution.StepExecutions?.[1]).toMatchObject({
      StepStatus: 'Failed',
      FailureMessage: expect.stringMatching(
        /^Step fails when it is Execution complete: verified\. Failed to run automation with executionId: [0-9a-f-]{36} Failed : \{Status=\[Failed\]/,
      ),
    });
    expect(execution.StepExecutions?.[2]).toMatchObject({ StepName: 't3', StepStatus: 'InProgress' });
  });

  it('gives each target its own execution, found by its parent', async () => {
    const id = await fleet.startFor(2, { Parameters: { Text: ['hello'] }, Tags: [{ Key: 'k', Value: 'v' }] });
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await fleet.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    const [child] = page.AutomationExecutionMetadataList ?? [];

    const { AutomationExecution: execution } = await fleet.client.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId: child?.AutomationExecutionId }),
    );

    expect(page.AutomationExecutionMetadataList).toHaveLength(1);
    expect(execution).toMatchObject({
      ParentAutomationExecutionId: id,
      Target: 't1',
      Parameters: { InstanceId: ['t1'], Text: ['hello'] },
      Targets: [],
      ResolvedTargets: { ParameterValues: [], Truncated: false },
    });
    expect(child).toMatchObject({ AutomationType: 'Local', ParentAutomationExecutionId: id, Target: 't1' });
  });

  it('starts no more after the error beyond MaxErrors, lets the others end, and has failed', async () => {
    const id = await fleet.startFor(9, { MaxErrors: '1', MaxConcurrency: '3' });
    await fleet.fail(id, 't1');
    expect(await fleet.waiting(id)).toEqual(['t2', 't3']);
    await fleet.fail(id, 't2');
    await fleet.settled();
    expect(await fleet.waiting(id)).toEqual(['t3']);
    expect(await fleet.execution(id)).toMatchObject({ AutomationExecutionStatus: 'InProgress' });

    await fleet.succeed(id, 't3');

    expect(await fleet.reach(id, 'Failed')).toMatchObject({
      FailureMessage: 'The automation did not succeed for 2 of 9 targets, more than MaxErrors allows.',
    });
    expect((await statuses(id)).slice(0, 4)).toEqual([
      ['t1', 'Failed'],
      ['t2', 'Failed'],
      ['t3', 'Success'],
      ['t4', 'Pending'],
    ]);
  });

  it.each([
    [undefined, 'Failed', ['t1']],
    ['0', 'Failed', ['t1']],
    ['1', 'Success', ['t1', 't2', 't3']],
    ['33%', 'Failed', ['t1']],
    ['34%', 'Success', ['t1', 't2', 't3']],
  ])('with MaxErrors %s ends %s when the first of three fails', async (MaxErrors, status, started) => {
    const id = await fleet.startFor(3, { MaxErrors });
    await fleet.fail(id, 't1');
    for (const name of started.slice(1)) await fleet.succeed(id, name);

    await fleet.reach(id, status);

    const begun = (await statuses(id)).filter(([, one]) => one !== 'Pending').map(([name]) => name);
    expect(begun).toEqual(started);
  });

  it('has failed when no target succeeded, however many errors are allowed', async () => {
    const id = await fleet.startFor(2, { MaxErrors: '100%' });
    await fleet.fail(id, 't1');
    await fleet.fail(id, 't2');

    expect(await fleet.reach(id, 'Failed')).toMatchObject({
      FailureMessage: 'The automation did not succeed for 2 of 2 targets.',
    });
  });

  it('runs once per map of TargetMaps, equal ones too', async () => {
    const TargetMaps = [{ InstanceId: ['a'], Text: ['x'] }, { InstanceId: ['a'], Text: ['x'] }, { InstanceId: ['b'] }];
    const id = await fleet.start({ TargetMaps, TargetParameterName: 'InstanceId', MaxConcurrency: '100%' });
    await fleet.settled();
    for (let each = 0; each < 3; each++) {
      const [name = ''] = await fleet.waiting(id);
      await fleet.succeed(id, name);
    }

    const execution = await fleet.reach(id, 'Success');

    expect(execution.TargetMaps).toEqual(TargetMaps);
    expect(execution.StepExecutions?.map(({ StepName, Inputs }) => [StepName, Inputs])).toEqual([
      ['a', { InstanceId: 'a', Text: 'x' }],
      ['a', { InstanceId: 'a', Text: 'x' }],
      ['b', { InstanceId: 'b' }],
    ]);
  });

  it('cancels its executions when it is stopped, and starts no more', async () => {
    const id = await fleet.startFor(5);
    await fleet.succeed(id, 't1');

    await fleet.stop(id);

    await fleet.reach(id, 'Cancelled');
    expect(await statuses(id)).toEqual([
      ['t1', 'Success'],
      ['t2', 'Cancelled'],
      ['t3', 'Cancelled'],
      ['t4', 'Pending'],
      ['t5', 'Pending'],
    ]);
    expect(await fleet.waiting(id)).toEqual([]);
    await expect(fleet.stop(id)).rejects.toMatchObject({ name: 'InvalidAutomationStatusUpdateException' });
  });

  it('counts a target whose execution somebody stopped as an error', async () => {
    const id = await fleet.startFor(2);
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await fleet.client.send(new DescribeAutomationExecutionsCommand({ Filters }));

    await fleet.stop(page.AutomationExecutionMetadataList?.[0]?.AutomationExecutionId ?? '');

    await fleet.reach(id, 'Cancelled');
    expect(await statuses(id)).toEqual([
      ['t1', 'Cancelled'],
      ['t2', 'Pending'],
    ]);
  });

  it('has timed out when only timeouts ended the dispatching', async () => {
    const id = await fleet.startFor(2);

    fleet.clock.advance(8 * 86_400_000);

    await fleet.reach(id, 'TimedOut');
  });

  it('pages through its targets in both directions, filtered too', async () => {
    const id = await fleet.startFor(230);
    await fleet.succeed(id, 't1');
    const pages = async (input: object) => {
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const command = new DescribeAutomationStepExecutionsCommand({
          AutomationExecutionId: id,
          MaxResults: 50,
          ...input,
          ...(NextToken && { NextToken }),
        });
        const page = await fleet.client.send(command);
        found.push(...(page.StepExecutions ?? []).map(({ StepName = '' }) => StepName));
        NextToken = page.NextToken;
      } while (NextToken);
      return found;
    };
    const all = Array.from({ length: 230 }, (_, place) => `t${place + 1}`);

    expect(await pages({})).toEqual(all);
    expect(await pages({ ReverseOrder: true })).toEqual(all.reverse());
    expect(await pages({ Filters: [{ Key: 'StepExecutionStatus', Values: ['InProgress'] }] })).toEqual(['t2', 't3']);
    const execution = await fleet.execution(id);
    expect(execution.StepExecutions).toHaveLength(100);
    expect(execution).toMatchObject({ StepExecutionsTruncated: true, ResolvedTargets: { Truncated: true } });
  });

  it('starts one execution however often, and at once, a ClientToken is sent', async () => {
    const ClientToken = '11111111-2222-4333-8444-555555555555';
    const ids = await Promise.all([1, 2, 3].map(() => fleet.startFor(2, { ClientToken })));
    ids.push(await fleet.startFor(2, { ClientToken }));
    expect(new Set(ids).size).toBe(1);
    expect(await fleet.waiting(ids[0] ?? '')).toEqual(['t1']);
  });

  it('carries on where it was when the program starts again', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'quaymaster-')), 'db');
    const before = await openFleet(file);
    const id = await before.startFor(4);
    await before.succeed(id, 't1');
    before.engine.close();
    before.database.close();

    const after = await openFleet(file);
    expect(await after.waiting(id)).toEqual(['t2', 't3']);
    for (const name of ['t3', 't2', 't4']) await after.succeed(id, name);

    await after.reach(id, 'Success');
  });

  it('goes on with lost wake-ups and lost starts when all is reconciled', async () => {
    const kept = { ...fleet.ports.workflows };
    fleet.ports.workflows.succeed = async () => undefined;
    fleet.ports.workflows.start = async () => undefined;
    const id = await fleet.startFor(1);
    Object.assign(fleet.ports.workflows, kept);

    expect(await fleet.roles.as('SsmReconcile', () => reconcile(fleet.ports))).toBe(1);

    await fleet.settled();
    await fleet.succeed(id, 't1');
    await fleet.reach(id, 'Success');
  });
});
