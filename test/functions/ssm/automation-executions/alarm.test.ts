import {
  type AlarmConfiguration,
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { AwsError, AwsUnreachable } from '../../../../functions/ports/aws-api.ts';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import { openRunning, type Running } from '../../../running.ts';
import { set } from './runbook-steps.ts';

const document = {
  schemaVersion: '0.3',
  variables: { Last: { type: 'String', default: 'none' } },
  mainSteps: [
    { name: 'gate', action: 'aws:pause', inputs: {}, onCancel: 'step:undo' },
    set('after', { isEnd: true }),
    set('undo', { isEnd: true }),
  ],
};
const metric = (StateValue: string) => ({ MetricAlarms: [{ AlarmName: 'Errors', StateValue }], CompositeAlarms: [] });
const composite = (StateValue: string) => ({ CompositeAlarms: [{ AlarmName: 'Errors', StateValue }] });
const quiet = metric('OK');
const throttled = new AwsError({ code: 'Throttling', message: 'Slow', operation: 'DescribeAlarms', status: 400 });
const denied = new AwsError({ code: 'AccessDenied', message: 'No', operation: 'DescribeAlarms', status: 403 });

describe('an execution with an alarm', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    await running.client.send(
      new CreateDocumentCommand({ Name: 'Wait', DocumentType: 'Automation', Content: JSON.stringify(document) }),
    );
  });
  const start = async (rest: Partial<AlarmConfiguration> = {}) =>
    (
      await running.client.send(
        new StartAutomationExecutionCommand({
          DocumentName: 'Wait',
          AlarmConfiguration: { Alarms: [{ Name: 'Errors' }], ...rest },
        }),
      )
    ).AutomationExecutionId ?? '';
  const wait = async (seconds: number) => {
    running.clock.advance(seconds * 1000);
    await running.settled();
  };
  const alarm = (...answers: Parameters<Running['aws']['on']>[1][]) =>
    running.aws.on('cloudwatch.DescribeAlarms', ...answers);

  it('is cancelled with its onCancel steps when the alarm rings', async () => {
    alarm(quiet, quiet, metric('ALARM'));
    const id = await start();
    await running.reach(id, 'Waiting');
    await running.settled();

    await wait(60);

    const execution = await running.reach(id, 'Cancelled');
    expect(execution.AlarmConfiguration).toEqual({ IgnorePollAlarmFailure: false, Alarms: [{ Name: 'Errors' }] });
    expect(execution.TriggeredAlarms).toEqual([{ Name: 'Errors', State: 'ALARM' }]);
    expect(await running.steps(id)).toEqual([
      ['gate', 'Cancelled'],
      ['undo', 'Success'],
      ['after', 'Pending'],
    ]);
    expect(running.aws.calls[0]).toEqual({
      service: 'cloudwatch',
      operation: 'DescribeAlarms',
      input: { AlarmNames: ['Errors'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
      region: 'us-east-1',
      sessionName: id,
      timeoutSeconds: 10,
    });
  });

  it('tells of it in the list', async () => {
    alarm(composite('ALARM'));
    const id = await start();
    await running.reach(id, 'Cancelled');

    const { AutomationExecutionMetadataList } = await running.client.send(new DescribeAutomationExecutionsCommand({}));

    expect(AutomationExecutionMetadataList).toEqual([
      expect.objectContaining({
        AlarmConfiguration: { IgnorePollAlarmFailure: false, Alarms: [{ Name: 'Errors' }] },
        TriggeredAlarms: [{ Name: 'Errors', State: 'ALARM' }],
      }),
    ]);
  });

  it('does nothing where the alarm rings already', async () => {
    alarm(metric('ALARM'));
    const id = await start();
    await running.reach(id, 'Cancelled');
    expect(await running.steps(id)).toEqual([
      ['gate', 'Pending'],
      ['after', 'Pending'],
      ['undo', 'Pending'],
    ]);
  });

  it.each([
    ['is in order', quiet],
    ['has too little data', metric('INSUFFICIENT_DATA')],
  ])('goes on while the alarm %s, asked once a minute', async (_how, answer) => {
    alarm(answer);
    const id = await start();
    await running.reach(id, 'Waiting');
    running.clock.advance(0);
    await running.settled();
    for (let minute = 0; minute < 30; minute++) await wait(60);
    const { TriggeredAlarms } = await running.reach(id, 'Waiting');
    expect(TriggeredAlarms).toBeUndefined();
    expect(running.aws.calls.length).toBeGreaterThan(30);
    expect(running.aws.calls.length).toBeLessThan(50);
  });

  it.each([
    ['may not be read', denied],
    ['does not exist', { MetricAlarms: [], CompositeAlarms: [] }],
  ])('is cancelled when the alarm %s', async (_why, answer) => {
    alarm(quiet, quiet, answer);
    const id = await start();
    await running.reach(id, 'Waiting');
    await running.settled();
    await wait(60);
    const { TriggeredAlarms } = await running.reach(id, 'Cancelled');
    expect(TriggeredAlarms).toEqual([{ Name: 'Errors', State: 'UNKNOWN' }]);
  });

  it('goes on when the alarm cannot be read and that may be ignored, until it rings', async () => {
    alarm(denied, denied, denied, metric('ALARM'));
    const id = await start({ IgnorePollAlarmFailure: true });
    await running.reach(id, 'Waiting');
    await running.settled();
    await wait(60);
    await running.reach(id, 'Waiting');
    await wait(60);
    const { TriggeredAlarms } = await running.reach(id, 'Cancelled');
    expect(TriggeredAlarms).toEqual([{ Name: 'Errors', State: 'ALARM' }]);
  });

  it('goes on when CloudWatch is busy for a moment, not when it stays so', async () => {
    const unreachable = new AwsUnreachable('cloudwatch could not be reached');
    alarm(throttled, unreachable, unreachable, quiet, throttled, unreachable, throttled);
    const id = await start();
    await running.reach(id, 'Waiting');
    await running.settled();
    for (let look = 0; look < 4; look++) await wait(60);
    await running.reach(id, 'Waiting');

    await wait(60);

    const { TriggeredAlarms } = await running.reach(id, 'Cancelled');
    expect(TriggeredAlarms).toEqual([{ Name: 'Errors', State: 'UNKNOWN' }]);
  });

  it('is watched no longer once it is over', async () => {
    alarm(quiet);
    const id = await start();
    await running.reach(id, 'Waiting');
    await running.settled();
    await running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
    await running.reach(id, 'Success');
    await wait(60);
    const asked = running.aws.calls.length;

    await wait(3600);

    expect(running.aws.calls).toHaveLength(asked);
  });

  it('gets its watch back where a crash lost it', async () => {
    alarm(quiet);
    const starts = running.ports.workflows.start.bind(running.ports.workflows);
    running.ports.workflows.start = (machine, ...rest) =>
      machine === 'ssm-alarm' ? Promise.resolve() : starts(machine, ...rest);
    const id = await start();
    await running.reach(id, 'Waiting');
    running.ports.workflows.start = starts;
    alarm(metric('ALARM'));

    await running.roles.as('SsmReconcile', () => reconcile(running.ports));

    await running.reach(id, 'Cancelled');
  });

  it('costs one without an alarm nothing', async () => {
    await running.client.send(new StartAutomationExecutionCommand({ DocumentName: 'Wait' }));
    await running.settled();
    expect(running.calls.SsmAlarmWatchAlarm).toBeUndefined();
  });
});
