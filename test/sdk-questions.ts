import type { AwsCall } from '../functions/ports/aws-api.ts';
import { places } from './places.ts';

/** One thing that a call of AWS needs leave for. */
export interface Asked {
  action: string;
  resource: string;
}

/** A command of the AWS SDK as it would be sent. */
export interface Command {
  constructor: { name: string };
  input: object;
}

type Input = Record<string, string | undefined>;
type Transaction = Record<'Put' | 'Delete' | 'ConditionCheck', { TableName: string } | undefined>;

const table = (name: string | undefined) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;
const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const object = ({ Bucket, Key }: Input) => `arn:aws:s3:::${Bucket}/${Key}`;

/** What the commands of this project's ports need leave for, and on what; `machineOf` is the ARN of the machine that gave out a token. */
const questions: Record<string, (input: Input, machineOf: (token: string) => string) => Asked[]> = {
  GetItemCommand: ({ TableName }) => [{ action: 'dynamodb:GetItem', resource: table(TableName) }],
  PutItemCommand: ({ TableName }) => [{ action: 'dynamodb:PutItem', resource: table(TableName) }],
  QueryCommand: ({ TableName, IndexName }) => [
    { action: 'dynamodb:Query', resource: table(TableName) + (IndexName ? `/index/${IndexName}` : '') },
  ],
  TransactWriteItemsCommand: ({ TransactItems }) =>
    (TransactItems as unknown as Transaction[]).flatMap(({ Put, Delete, ConditionCheck }) => [
      ...(Put ? [{ action: 'dynamodb:PutItem', resource: table(Put.TableName) }] : []),
      ...(Delete ? [{ action: 'dynamodb:DeleteItem', resource: table(Delete.TableName) }] : []),
      ...(ConditionCheck ? [{ action: 'dynamodb:ConditionCheckItem', resource: table(ConditionCheck.TableName) }] : []),
    ]),
  StartExecutionCommand: ({ stateMachineArn = '' }) => [{ action: 'states:StartExecution', resource: stateMachineArn }],
  StopExecutionCommand: ({ executionArn = '' }) => [{ action: 'states:StopExecution', resource: executionArn }],
  SendTaskSuccessCommand: ({ taskToken = '' }, machineOf) => [
    { action: 'states:SendTaskSuccess', resource: machineOf(taskToken) },
  ],
  SendTaskFailureCommand: ({ taskToken = '' }, machineOf) => [
    { action: 'states:SendTaskFailure', resource: machineOf(taskToken) },
  ],
  ListRulesCommand: () => [{ action: 'events:ListRules', resource: '*' }],
  PutEventsCommand: ({ Entries }) =>
    (Entries as unknown as { EventBusName: string }[]).map(({ EventBusName }) => ({
      action: 'events:PutEvents',
      resource: `arn:aws:events:us-east-1:000000000000:event-bus/${EventBusName}`,
    })),
  // Who may not list a bucket is told "forbidden" of an object that is not there.
  GetObjectCommand: (input) => [
    { action: 's3:GetObject', resource: object(input) },
    ...(input.Bucket === 'objects' ? [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${input.Bucket}` }] : []),
  ],
  PutObjectCommand: (input) => [{ action: 's3:PutObject', resource: object(input) }],
  DeleteObjectCommand: (input) => [{ action: 's3:DeleteObject', resource: object(input) }],
  ListObjectsV2Command: ({ Bucket }) => [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${Bucket}` }],
  EncryptCommand: ({ KeyId = '' }) => [{ action: 'kms:Encrypt', resource: KeyId }],
  DecryptCommand: ({ KeyId = '' }) => [{ action: 'kms:Decrypt', resource: KeyId }],
  InvokeCommand: ({ FunctionName = '' }) => [{ action: 'lambda:InvokeFunction', resource: lambda(FunctionName) }],
};

/** What a command needs leave for; one that is not known here throws. */
export function askedBy({ constructor, input }: Command, machineOf: (token: string) => string): Asked[] {
  const ask = questions[constructor.name];
  if (!ask) throw new Error(`test/sdk-questions.ts does not know ${constructor.name}`);
  return ask(input as Input, machineOf);
}

const prefixes: Record<string, string> = { resourcegroupstaggingapi: 'tag' };
const engineReads =
  /^(ssm:(Get|Describe)Document|cloudwatch:DescribeAlarms|tag:GetResources|resource-groups:ListGroupResources|organizations:List\w+)$/;

/**
 * What a call of AWS by name needs leave for. Without a role of its own a runbook can do nothing in an account, so there only what the engine itself
 * reads is asked about.
 */
export function askedByCall({ service, operation, roleArn, input }: AwsCall): Asked[] {
  if (roleArn) return [{ action: 'sts:AssumeRole', resource: roleArn }];
  const { RoleArn = '', FunctionName = '' } = input as Input;
  if (`${service}:${operation}` === 'sts:AssumeRole') return [{ action: 'sts:AssumeRole', resource: RoleArn }];
  if (FunctionName === places.runner) return [{ action: 'lambda:InvokeFunction', resource: lambda(FunctionName) }];
  const action = `${prefixes[service] ?? service}:${operation}`;
  const resource = service === 'ssm' ? `arn:aws:ssm:us-east-1::document/${JSON.stringify(input.Name)}` : '*';
  return engineReads.test(action) ? [{ action, resource }] : [];
}
