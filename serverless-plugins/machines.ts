import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  attribute,
  logicalName,
  type Resource,
  type Serverless,
  serviceRole,
  stackName,
  type Statement,
} from './service.ts';

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

const ending = '.asl';
const retentionInDays = 30;

function addMachines(serverless: Serverless): void {
  const folder = join(serverless.serviceDir, 'statemachines');
  for (const file of readdirSync(folder).filter((name) => name.endsWith(ending))) {
    const name = file.slice(0, -ending.length);
    const definition = readFileSync(join(folder, file), 'utf8');
    Object.assign(serverless.service.resources.Resources, machine(name, definition, stackName(serverless)));
  }
}

function machine(name: string, definition: string, stack: string): Record<string, Resource> {
  const id = `${logicalName(name)}StateMachine`;
  const called = [...new Set([...definition.matchAll(/\$\{(\w+)FunctionArn\}/g)].map(([, task = '']) => task))];
  const arns = called.map((task) => [`${task}FunctionArn`, attribute(`${task}LambdaFunction`)] as const);
  return {
    [id]: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: `${stack}-${name}`,
        StateMachineType: 'STANDARD',
        DefinitionString: { 'Fn::Sub': [definition, Object.fromEntries(arns)] },
        RoleArn: attribute(`${id}Role`),
        LoggingConfiguration: {
          Level: 'ERROR',
          IncludeExecutionData: false,
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: attribute(`${id}LogGroup`) } }],
        },
      },
    },
    [`${id}Role`]: serviceRole(onlyHere, [
      { Action: ['lambda:InvokeFunction'], Resource: arns.map(([, arn]) => arn) },
      logDelivery,
    ]),
    [`${id}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: `/aws/vendedlogs/states/${stack}-${name}`, RetentionInDays: retentionInDays },
    },
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
