import { CreateDocumentCommand, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { openRunning } from '../../../running.ts';

const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [{ name: 'a', action: 'aws:pause', inputs: {} }] });

/** A run whose watch breaks whenever it is called, after the machine has tried it again for as long as it does. */
async function unwatched(IgnorePollAlarmFailure: boolean) {
  const running = await openRunning(':memory:', undefined, (task, name) =>
    name === 'SsmAlarmWatchAlarm' ? () => Promise.reject(new Error('broken')) : task,
  );
  running.aws.on('cloudwatch.DescribeAlarms', { MetricAlarms: [{ AlarmName: 'Errors', StateValue: 'OK' }] });
  await running.client.send(new CreateDocumentCommand({ Name: 'Wait', DocumentType: 'Automation', Content }));
  const { AutomationExecutionId: id = '' } = await running.client.send(
    new StartAutomationExecutionCommand({
      DocumentName: 'Wait',
      AlarmConfiguration: { Alarms: [{ Name: 'Errors' }], IgnorePollAlarmFailure },
    }),
  );
  await running.reach(id, 'Waiting');
  for (let attempt = 0; attempt < 7; attempt++) {
    await running.settled();
    running.clock.advance(300_000);
  }
  await running.settled();
  return { running, id };
}

describe('stopUnwatched', () => {
  it('cancels a run whose alarm cannot be watched', async () => {
    const { running, id } = await unwatched(false);
    const { TriggeredAlarms } = await running.reach(id, 'Cancelled');
    expect(TriggeredAlarms).toEqual([{ Name: 'Errors', State: 'UNKNOWN' }]);
    expect(running.calls.SsmAlarmWatchAlarm).toBe(7);
  });

  it('lets it go on where it may', async () => {
    const { running, id } = await unwatched(true);
    expect((await running.reach(id, 'Waiting')).TriggeredAlarms).toBeUndefined();
    expect(running.calls.SsmAlarmStopUnwatched).toBe(1);
  });
});
