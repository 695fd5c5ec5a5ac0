import { watchAlarm } from '../../../../functions/ssm/tasks/watch-alarm.ts';
import { CreateDocumentCommand, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { openRunning } from '../../../running.ts';

const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [{ name: 'a', action: 'aws:pause', inputs: {} }] });

async function watched() {
  const running = await openRunning();
  running.aws.on('cloudwatch.DescribeAlarms', { MetricAlarms: [{ AlarmName: 'Errors', StateValue: 'OK' }] });
  await running.client.send(new CreateDocumentCommand({ Name: 'Wait', DocumentType: 'Automation', Content }));
  const { AutomationExecutionId: executionId = '' } = await running.client.send(
    new StartAutomationExecutionCommand({
      DocumentName: 'Wait',
      AlarmConfiguration: { Alarms: [{ Name: 'Errors' }] },
    }),
  );
  await running.reach(executionId, 'Waiting');
  return { running, executionId };
}

describe('watchAlarm', () => {
  it.each([
    [0, 13],
    [1, 16],
    [4, 31],
    [8, 60],
    [499, 60],
  ])('pauses longer after %d looks, at most a minute', async (looks, seconds) => {
    const { running, executionId } = await watched();
    expect(await watchAlarm({ executionId, looks, missed: 0 }, running.ports)).toEqual({
      executionId,
      looks: looks + 1,
      missed: 0,
      status: 'Watching',
      seconds,
    });
  });

  it('hands over to another machine before one has too many events', async () => {
    const { running, executionId } = await watched();
    const started: unknown[] = [];
    running.ports.workflows.start = async (...given) => void started.push(given);

    const answer = await watchAlarm({ executionId, looks: 1000, missed: 2, generation: 1 }, running.ports);

    expect(answer).toMatchObject({ status: 'Over' });
    expect(started).toEqual([
      ['ssm-alarm', `${executionId}-2`, { executionId, looks: 1000, missed: 2, generation: 2 }],
    ]);
  });

  it('is over where there is no such execution', async () => {
    const { running } = await watched();
    const watch = { executionId: 'gone', looks: 5, missed: 0 };
    expect(await watchAlarm(watch, running.ports)).toEqual({ ...watch, status: 'Over', seconds: 0 });
  });
});
