import { join } from 'node:path';
import { attribute, logicalName, type Resource, type Serverless, type Value } from './service.ts';
import { type StateMachine, stateMachines } from './state-machine.ts';

/**
 * Serverless plugin: alarms for what nobody would notice otherwise. A task that fails is called again by its machine, so it is the last resort of
 * each machine that is watched, and a machine that ended otherwise than its states say is a dead letter. Runs that fail are no alarm: that is their owner's matter.
 */
export default class Alarms {
  hooks: Record<string, () => void>;

  constructor(serverless: Serverless) {
    this.hooks = { initialize: () => addAlarms(serverless) };
  }
}

interface Watched {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: Value }[];
  Statistic?: 'Sum' | 'Maximum';
}

function addAlarms(serverless: Serverless): void {
  const { functions, resources, custom } = serverless.service;
  const machines = stateMachines(join(serverless.serviceDir, 'statemachines'));
  const called = Object.keys(functions).filter((name) => functions[name]?.events?.length);
  const watched = Object.fromEntries([
    ...called.flatMap((name) => [ofFunction(logicalName(name), 'Errors'), ofFunction(logicalName(name), 'Throttles')]),
    ...[...new Set(machines.flatMap(({ lastResorts }) => lastResorts))].map((name) => ofFunction(name, 'Invocations')),
    ...others,
  ]);
  const actions = custom.alarmTopic ? [custom.alarmTopic] : [];
  for (const [name, metric] of Object.entries(watched))
    resources.Resources[`${name}Alarm`] = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { ...usual, ...metric, AlarmActions: actions, OKActions: actions },
    };
  resources.Resources.OddEndRule = oddEndRule(machines);
}

const usual = {
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
};

const ofFunction = (name: string, MetricName: string): [string, Watched] => {
  const Dimensions = [{ Name: 'FunctionName', Value: { Ref: `${name}LambdaFunction` } }];
  return [`${name}${MetricName}`, { Namespace: 'AWS/Lambda', MetricName, Dimensions }];
};

const others: [string, Watched][] = [
  [
    'DeadLetters',
    {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: attribute('DeadLetters', 'QueueName') }],
      Statistic: 'Maximum',
    },
  ],
  [
    'HttpApiErrors',
    { Namespace: 'AWS/ApiGateway', MetricName: '5xx', Dimensions: [{ Name: 'ApiId', Value: { Ref: 'HttpApi' } }] },
  ],
];

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
function oddEndRule(machines: StateMachine[]): Resource {
  const own = [...new Set(machines.flatMap(({ endings }) => endings))].sort();
  const error = [{ 'anything-but': own }, { exists: false }];
  const EventPattern = {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: {
      stateMachineArn: machines.map(({ id }) => ({ Ref: id })),
      $or: [{ status: ['TIMED_OUT', 'ABORTED'] }, { status: ['FAILED'], error }],
    },
  };
  const Targets = [{ Id: 'DeadLetters', Arn: attribute('DeadLetters') }];
  return { Type: 'AWS::Events::Rule', Properties: { EventPattern, Targets } };
}
