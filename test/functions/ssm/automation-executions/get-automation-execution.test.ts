import { GetAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { openRunning } from '../../../running.ts';

const set = (name: string) => ({ name, action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: name } });

describe('GetAutomationExecution', () => {
  it('tells all about an execution, defaulted parameters too', async () => {
    const running = await openRunning();
    const id = await running.run([set('a')], {
      parameters: { Text: { type: 'String', default: 'none' }, Count: { type: 'Integer', default: 2 } },
      variables: { Last: { type: 'String', default: 'none' } },
    });

    expect(await running.reach(id, 'Success')).toMatchObject({
      AutomationExecutionId: id,
      DocumentName: 'Runbook1',
      DocumentVersion: '1',
      ExecutionStartTime: new Date('2026-01-01T00:00:00Z'),
      ExecutionEndTime: new Date('2026-01-01T00:00:00Z'),
      StepExecutionsTruncated: false,
      Parameters: { Text: ['none'], Count: ['2'] },
      Outputs: {},
      Mode: 'Auto',
      ExecutedBy: 'arn:aws:iam::000000000000:user/admin',
      Targets: [],
      ResolvedTargets: { ParameterValues: [], Truncated: false },
      Variables: { Last: ['a'] },
    });
  });

  it('shows the first hundred steps and says that there are more', async () => {
    const running = await openRunning();
    const steps = Array.from({ length: 101 }, (_, place) => set(`s${place}`));
    const id = await running.run(steps, { variables: { Last: { type: 'String', default: 'none' } } });

    const { StepExecutions, StepExecutionsTruncated } = await running.reach(id, 'Success');

    expect([StepExecutions?.length, StepExecutionsTruncated]).toEqual([100, true]);
  });

  it('refuses an execution that is not there', async () => {
    const { client } = await openRunning();
    const AutomationExecutionId = '00000000-0000-4000-8000-00000000dead';
    await expect(client.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).rejects.toMatchObject({
      name: 'AutomationExecutionNotFoundException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});
