import { join } from 'node:path';
import { traces } from './rights.ts';
import { attribute, type Resource, type Serverless, serviceRole, stackName, type Statement } from './service.ts';
import { type StateMachine, stateMachines } from './state-machine.ts';

/**
 * Serverless plugin: deploys every machine of statemachines/ with a log and a role of its own, which may call the functions that the machine names:
 * `${SsmAutomationPendingFunctionArn}` is the function ssmAutomationPending.
 */
export default class Machines {
  hooks: Record<string, () => void>;

  constructor(serverless: Serverless) {
    this.hooks = { initialize: () => addMachines(serverless) };
  }
}

const retentionInDays = 30;

function addMachines(serverless: Serverless): void {
  const { Resources } = serverless.service.resources;
  for (const machine of stateMachines(join(serverless.serviceDir, 'statemachines')))
    Object.assign(Resources, resourcesOf(machine, `${stackName(serverless)}-${machine.name}`));
}

function resourcesOf({ id, definition, tasks }: StateMachine, StateMachineName: string): Record<string, Resource> {
  const functions = tasks.map((task) => [`${task}FunctionArn`, attribute(`${task}LambdaFunction`)] as const);
  const called = { Action: ['lambda:InvokeFunction'], Resource: functions.map(([, arn]) => arn) };
  const LogGroupName = `/aws/vendedlogs/states/${StateMachineName}`;
  return {
    [id]: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName,
        StateMachineType: 'STANDARD',
        DefinitionString: { 'Fn::Sub': [definition, Object.fromEntries(functions)] },
        RoleArn: attribute(`${id}Role`),
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: {
          Level: 'ERROR',
          IncludeExecutionData: false,
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: attribute(`${id}LogGroup`) } }],
        },
      },
    },
    [`${id}Role`]: serviceRole(onlyHere, [called, traces, logDelivery]),
    [`${id}LogGroup`]: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName, RetentionInDays: retentionInDays } },
  };
}

const onlyHere = {
  Service: 'states.amazonaws.com',
  Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
};

const logDelivery: Statement = {
  Action: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  Resource: '*',
  Reason: 'Log delivery knows no resources: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
};
