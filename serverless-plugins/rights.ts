import { attribute, type Statement, stackName, sub, type Serverless, type Value } from './service.ts';

/** What a right allows; `machines` are the ARNs of those named after it, `stateMachine:` or `execution:…:*`. */
type Right = (of: {
  service: Serverless['service'];
  machines: (kind: 'stateMachine' | 'execution') => Value[];
}) => Statement[];

const table = attribute('RecordsTable');
const indexes = sub('${RecordsTable.Arn}/index/*');
const ownObjects = sub('${ObjectsBucket.Arn}/*');

/**
 * What functions may do, as `rights` in serverless/*.yml name it: the port and its method, and for machines which of them, as in
 * `workflows.start ssm-automation ssm-alarm`. Everything a runbook does to the account it does as a role of its own.
 */
const rights: Record<string, Right> = {
  'store.get': () => [{ Action: ['dynamodb:GetItem'], Resource: table }],
  'store.list': () => [
    {
      Action: ['dynamodb:Query'],
      Resource: [table, indexes],
      Reason: 'All indexes of the one table show the same records.',
    },
  ],
  'store.write': () => [
    { Action: ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'], Resource: table },
  ],
  'workflows.start': ({ machines }) => [{ Action: ['states:StartExecution'], Resource: machines('stateMachine') }],
  'workflows.succeed': ({ machines }) => [{ Action: ['states:SendTaskSuccess'], Resource: machines('stateMachine') }],
  'workflows.fail': ({ machines }) => [{ Action: ['states:SendTaskFailure'], Resource: machines('stateMachine') }],
  'workflows.stop': ({ machines }) => [
    {
      Action: ['states:StopExecution'],
      Resource: machines('execution'),
      Reason: 'Executions have names of their own.',
    },
  ],
  'events.publish': () => [
    { Action: ['events:PutEvents'], Resource: attribute('EventBus') },
    { Action: ['events:ListRules'], Resource: '*', Reason: 'ListRules knows no resources.' },
  ],
  // Who may not list a bucket is told "forbidden" of an object that is not there.
  'objects.get': () => [
    { Action: ['s3:GetObject'], Resource: ownObjects, Reason: 'Objects have names of their own.' },
    { Action: ['s3:ListBucket'], Resource: attribute('ObjectsBucket') },
  ],
  'objects.put': () => [{ Action: ['s3:PutObject'], Resource: ownObjects, Reason: 'Objects have names of their own.' }],
  'objects.remove': () => [
    { Action: ['s3:DeleteObject'], Resource: ownObjects, Reason: 'Objects have names of their own.' },
  ],
  'scripts.start': () => [{ Action: ['lambda:InvokeFunction'], Resource: attribute('RunScriptLambdaFunction') }],
  'scripts.run': () => [{ Action: ['lambda:InvokeFunction'], Resource: attribute('PythonScriptLambdaFunction') }],
  // Each secret is sealed for its owner, whom the encryption context names.
  'secrets.seal': () => [{ Action: ['kms:Encrypt'], Resource: attribute('PrincipalsKey') }],
  'secrets.open': () => [{ Action: ['kms:Decrypt'], Resource: attribute('PrincipalsKey') }],
  'deadLetters.send': () => [{ Action: ['sqs:SendMessage'], Resource: attribute('DeadLetters') }],
  'attachments.get': ({ service }) => [
    {
      Action: ['s3:GetObject'],
      Resource: several(service.custom.attachmentSources),
      Reason: 'From where attachments of documents may come; who creates one needs s3:GetObject there as well.',
    },
  ],
  'bundles.get': ({ service }) => [
    {
      Action: ['s3:GetObject'],
      Resource: several(service.custom.templateSources),
      Reason: 'From where template bundles may come; who registers one needs s3:GetObject there as well.',
    },
  ],
  'roles.assume': ({ service }) => [
    {
      Action: ['sts:AssumeRole'],
      Resource: several(service.custom.assumableRoles),
      Reason: 'Runbooks act as roles of their own, which must trust this one.',
    },
    {
      Action: ['sts:AssumeRole'],
      Resource: sub('arn:${AWS::Partition}:iam::*:role/AWS-SystemsManager-AutomationExecutionRole'),
      Reason: 'The role that the guide of SSM sets up in every account an automation reaches (TargetLocations).',
    },
  ],
  'provisioning.assume': ({ service }) => [
    {
      Action: ['sts:AssumeRole'],
      Resource: several(service.custom.provisioningRoles),
      Reason: 'Stacks and builds are made as roles of their own, which must trust this one.',
    },
  ],
  'github.token': ({ service }) => {
    const { githubTokenSecret } = service.custom;
    return githubTokenSecret ? [{ Action: ['secretsmanager:GetSecretValue'], Resource: githubTokenSecret }] : [];
  },
  'documents.read': () => [
    {
      Action: ['ssm:GetDocument', 'ssm:DescribeDocument'],
      Resource: sub('arn:${AWS::Partition}:ssm:*:*:document/*'),
      Reason: "Runbooks of AWS's own, and what other accounts share.",
    },
  ],
  'targets.find': () => [
    {
      Action: [
        'cloudformation:DescribeStacks',
        'cloudformation:ListStackResources',
        'ec2:DescribeInstances',
        'organizations:ListAccountsForParent',
        'organizations:ListOrganizationalUnitsForParent',
        'resource-groups:ListGroupResources',
        'tag:GetResources',
      ],
      Resource: '*',
      Reason: 'What Targets stand for, where the runbook has no role of its own; finding knows no resources.',
    },
  ],
  'alarms.read': () => [
    { Action: ['cloudwatch:DescribeAlarms'], Resource: '*', Reason: 'DescribeAlarms cannot be told which alarms.' },
  ],
};

/** What a deployment gives as one text with commas. */
const several = (value: Value): Value[] => (typeof value === 'string' ? value.split(/\s*,\s*/) : [value]);

/** To tell X-Ray; every function and machine is traced. */
export const traces: Statement = {
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  Resource: '*',
  Reason:
    'X-Ray knows no resources: https://docs.aws.amazon.com/xray/latest/devguide/security_iam_service-with-iam.html',
};

/** The statements of a function's `rights`. */
export function statementsOf(names: string[], serverless: Serverless): Statement[] {
  return names.flatMap((text) => {
    const [name = '', ...machines] = text.split(' ');
    const right = Object.hasOwn(rights, name) ? rights[name] : undefined;
    if (!right) throw new Error(`There is no right ${name}; serverless-plugins/rights.ts has them all`);
    return right({
      service: serverless.service,
      machines: (kind) => machines.map((machine) => machineArn(kind, `${stackName(serverless)}-${machine}`)),
    });
  });
}

// Built from names: a Ref would be a circular dependency (function -> role -> machine -> function).
const machineArn = (kind: 'stateMachine' | 'execution', name: string): Value =>
  sub(
    `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:${kind}:${name}${kind === 'execution' ? ':*' : ''}`,
  );
