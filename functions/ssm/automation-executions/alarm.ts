import type { AlarmConfiguration, AlarmStateInformation } from '@aws-sdk/client-ssm';
import { AwsError, AwsUnreachable, AwsUnusable, isPassing } from '../../ports/aws-api.ts';
import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { mapsIn, textAt } from '../steps/answers.ts';
import type { ExecutionRecord } from './record.ts';

/** What is known of an execution's alarm: it lets the run go on, stops it, or cannot be asked at the moment. */
export type AlarmState = 'quiet' | 'out of reach' | { triggered: AlarmStateInformation[] };

/** Whose alarm it is. */
export type Watched = Pick<ExecutionRecord, 'id' | 'region' | 'alarmConfiguration'>;

type Needs = Pick<Ports, 'aws' | 'clock' | 'log'>;

const longestLook = 10;

/**
 * Asks CloudWatch, as the server itself, whether the alarm of an execution stops it. An alarm that is not there, or may not be read, stops it too,
 * as UNKNOWN, unless IgnorePollAlarmFailure is set.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AlarmConfiguration.html
 */
export async function alarmState(watched: Watched, ports: Needs): Promise<AlarmState> {
  const { id, region, alarmConfiguration } = watched;
  const Name = alarmConfiguration?.Alarms?.[0]?.Name ?? '';
  try {
    const answer = await ports.aws.call({
      service: 'cloudwatch',
      operation: 'DescribeAlarms',
      input: { AlarmNames: [Name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
      region,
      sessionName: id,
      timeoutSeconds: longestLook,
    });
    const state = stateOf(Name, answer);
    if (state === 'ALARM') return { triggered: [{ Name, State: 'ALARM' }] };
    if (state !== '') return 'quiet';
    ports.log.warn('the alarm of an automation execution does not exist', { executionId: id, alarm: Name });
  } catch (error) {
    if (!isFault(error)) throw error;
    ports.log.warn('the alarm of an automation execution could not be read', { executionId: id, alarm: Name, error });
    if (isPassing(error)) return 'out of reach';
  }
  return unknownState(watched);
}

const isFault = (error: unknown) => [AwsError, AwsUnreachable, AwsUnusable].some((kind) => error instanceof kind);

const stateOf = (name: string, { MetricAlarms, CompositeAlarms }: JsonObject): string => {
  const alarms = [...mapsIn(MetricAlarms), ...mapsIn(CompositeAlarms)];
  return textAt(
    '$.StateValue',
    alarms.find(({ AlarmName }) => AlarmName === name),
  );
};

/** What follows where the state of the alarm cannot be known. */
export const unknownState = ({ alarmConfiguration }: Pick<Watched, 'alarmConfiguration'>): AlarmState =>
  alarmConfiguration?.IgnorePollAlarmFailure
    ? 'quiet'
    : { triggered: (alarmConfiguration?.Alarms ?? []).map(({ Name }) => ({ Name, State: 'UNKNOWN' })) };

type Alarmed = Pick<ExecutionRecord, 'alarmConfiguration' | 'triggeredAlarms' | 'stopTime'> & { status?: 'Cancelling' };

/** What an AlarmConfiguration adds to the record of a new execution: where the alarm rings already, it is stopped before its first step. */
export async function withAlarm(
  configuration: AlarmConfiguration | undefined,
  ports: Needs,
  { id, region }: Pick<Watched, 'id' | 'region'>,
): Promise<Alarmed> {
  if (!configuration) return {};
  const alarmConfiguration = { IgnorePollAlarmFailure: false, ...configuration };
  const state = await alarmState({ id, region, alarmConfiguration }, ports);
  if (typeof state === 'string') return { alarmConfiguration };
  return { alarmConfiguration, triggeredAlarms: state.triggered, status: 'Cancelling', stopTime: ports.clock.now() };
}

/** How both views of an execution tell of its alarm. */
export const alarmView = ({ alarmConfiguration, triggeredAlarms }: ExecutionRecord) =>
  alarmConfiguration && {
    AlarmConfiguration: alarmConfiguration,
    ...(triggeredAlarms && { TriggeredAlarms: triggeredAlarms }),
  };
