import { openFleet } from './fleet.ts';

describe('the events of an execution with targets', () => {
  it('tell of each target as of a step, when it begins and when it ends', async () => {
    const fleet = await openFleet();
    const id = await fleet.startFor(3, { MaxErrors: '1' });
    fleet.clock.advance(2000);
    await fleet.succeed(id, 't1');
    await fleet.fail(id, 't2');
    await fleet.succeed(id, 't3');
    await fleet.reach(id, 'Success');

    expect(fleet.told(id)).toEqual([
      'run InProgress',
      't1 InProgress',
      't1 Success',
      't2 InProgress',
      't3 InProgress',
      't2 Failed',
      't3 Success',
      'run Success',
    ]);
    expect(fleet.events.find(({ detail }) => detail.StepName === 't1' && detail.Status === 'Success')).toEqual({
      source: 'quaymaster.ssm',
      detailType: 'EC2 Automation Step Status-change Notification',
      resources: [
        `arn:aws:ssm:us-east-1:000000000000:automation-execution/${id}`,
        'arn:aws:ssm:us-east-1:000000000000:automation-definition/Fleet:1',
      ],
      detail: {
        ExecutionId: id,
        Definition: 'Fleet',
        DefinitionVersion: 1,
        Status: 'Success',
        StartTime: 'Jan 1, 2026 12:00:00 AM',
        EndTime: 'Jan 1, 2026 12:00:02 AM',
        Time: 2000,
        StepName: 't1',
        Action: 'aws:executeAutomation',
      },
    });
  });

  it('tell of targets in other accounts too', async () => {
    const fleet = await openFleet();
    fleet.aws.on('ssm.StartAutomationExecution', () => ({ AutomationExecutionId: 'there' }));
    fleet.aws.on('ssm.GetAutomationExecution', () => ({
      AutomationExecution: { AutomationExecutionStatus: 'Success' },
    }));
    const id = await fleet.start({
      TargetLocations: [{ Accounts: ['111111111111'], Regions: ['eu-west-1'] }],
      Targets: [{ Key: 'tag:Stage', Values: ['prod'] }],
      TargetParameterName: 'InstanceId',
    });
    await fleet.settled();
    fleet.clock.advance(5_100);
    await fleet.reach(id, 'Success');

    const [name = ''] = (await fleet.steps(id))[0] ?? [];
    expect(name).toContain('111111111111');
    expect(fleet.told(id)).toEqual(['run InProgress', `${name} InProgress`, `${name} Success`, 'run Success']);
  });
});
