import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm';
import { type Fleet, openFleet } from './fleet.ts';

const Targets = [{ Key: 'ParameterValues', Values: ['a', 'b'] }];
const step = (inputs: object) => ({
  name: 'fleet',
  action: 'aws:executeAutomation',
  inputs: { DocumentName: 'Fleet', TargetParameterName: 'InstanceId', Targets, ...inputs },
});

describe('aws:executeAutomation with targets', () => {
  let fleet: Fleet;
  beforeEach(async () => {
    fleet = await openFleet();
  });
  const childOf = async (id: string) => {
    await fleet.settled();
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await fleet.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    return page.AutomationExecutionMetadataList?.[0]?.AutomationExecutionId ?? '';
  };

  it('runs the other runbook once per target and waits for all', async () => {
    const id = await fleet.run([step({ MaxConcurrency: 1, MaxErrors: '50%', RuntimeParameters: { Text: 'hello' } })], {
      outputs: ['fleet.Status', 'fleet.ExecutionId'],
    });
    const child = await childOf(id);
    expect(await fleet.execution(child)).toMatchObject({
      ParentAutomationExecutionId: id,
      MaxConcurrency: '1',
      MaxErrors: '50%',
      Parameters: { Text: ['hello'] },
    });
    await fleet.succeed(child, 'a');
    await fleet.reach(id, 'InProgress');
    await fleet.succeed(child, 'b');

    const { Outputs } = await fleet.reach(id, 'Success');

    expect(Outputs).toEqual({ 'fleet.Status': ['Success'], 'fleet.ExecutionId': [child] });
  });

  it('takes the targets from parameters of the runbook', async () => {
    const parameters = { Ids: { type: 'StringList' }, Most: { type: 'String', default: '' } };
    const inputs = { Targets: [{ Key: 'ParameterValues', Values: ['{{ Ids }}'] }], MaxConcurrency: '{{ Most }}' };
    const id = await fleet.run([step(inputs)], { parameters }, { Ids: ['x', 'y'] });
    const { ResolvedTargets } = await fleet.execution(await childOf(id));
    expect(ResolvedTargets?.ParameterValues).toEqual(['x', 'y']);
  });

  it('fails when the other automation does', async () => {
    const id = await fleet.run([step({})]);
    const child = await childOf(id);
    await fleet.fail(child, 'a');

    const { FailureMessage } = await fleet.reach(id, 'Failed');

    expect(FailureMessage).toContain(`Failed to run automation with executionId: ${child} Failed`);
  });

  it('is cancelled with all its executions', async () => {
    const id = await fleet.run([step({})]);
    const child = await childOf(id);

    await fleet.stop(id);

    await fleet.reach(id, 'Cancelled');
    const { StepExecutions: steps } = await fleet.reach(child, 'Cancelled');
    expect(steps?.map(({ StepStatus }) => StepStatus)).toEqual(['Cancelled', 'Pending']);
  });

  it.each([
    [{ MaxConcurrency: 'many' }, /MaxConcurrency: .*Member must satisfy/],
    [{ Targets: 'a' }, /Targets: /],
    [{ TargetParameterName: 'Nope' }, /Target parameter name Nope is not a parameter/],
  ])('fails with %j', async (inputs, message) => {
    const id = await fleet.run([step(inputs)]);
    expect((await fleet.reach(id, 'Failed')).FailureMessage).toMatch(message);
  });
});
