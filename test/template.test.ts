import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeStateMachineCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import validate from 'asl-validator';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { tasks } from '../functions/tasks.ts';
import { clientConfig } from './door.ts';
import { type Moto, startMoto, withMoto } from './functions/ports/aws/moto.ts';
import { openStack, type Stack } from './moto-stack.ts';
import { faults } from './template-faults.ts';
import { packageService } from './template.ts';

const root = join(import.meta.dirname, '..');
const machines = readdirSync(join(root, 'statemachines'));
const service = packageService();
const { template: packaged, folder } = service;
const { Resources } = packaged;

afterAll(() => rmSync(folder, { recursive: true }));

interface Lambda {
  Handler: string;
  Runtime: string;
  Environment: { Variables: Record<string, unknown> };
}
const lambdas = Object.entries(Resources).flatMap(([name, { Type, Properties }]) =>
  Type === 'AWS::Lambda::Function' ? [[name, Properties as unknown as Lambda] as const] : [],
);

describe('the template', () => {
  it.each(machines)('deploys %s with a function for every name in it', (file) => {
    const text = readFileSync(join(root, 'statemachines', file), 'utf8');
    const names = [...text.matchAll(/\$\{(\w+)FunctionArn\}/g)].map(([, name = '']) => name);
    const machine = Object.values(Resources).find(({ Properties }) =>
      JSON.stringify(Properties).includes(JSON.stringify(text)),
    );

    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(tasks[name]).toBeInstanceOf(Function);
      expect(Resources).toHaveProperty(`${name}LambdaFunction`);
      expect(JSON.stringify(machine)).toContain(`"${name}FunctionArn":{"Fn::GetAtt":["${name}LambdaFunction","Arn"]}`);
    }
  });

  const ofNode = lambdas.filter(([, { Runtime }]) => Runtime.startsWith('nodejs'));
  it.each(ofNode)('deploys %s with a handler that is there and the variables it reads', async (_, lambda) => {
    process.env.AWS_REGION = 'us-east-1';
    for (const [name, value] of Object.entries(lambda.Environment.Variables))
      process.env[name] = typeof value === 'string' ? value : 'arn:test';
    const [, key = '', exported = ''] = /^dist\/(\w+)\/index\.(\w+)$/.exec(lambda.Handler) ?? [];

    const module = (await import(join(root, 'dist', key, 'index.mjs'))) as Record<string, unknown>;

    expect(module[exported]).toBeInstanceOf(Function);
  });

  it('deploys what runs scripts with a handler that is there, without rights, and for one execution at a time', () => {
    const { PythonScriptLambdaFunction: python, PythonScriptRole: role } = Resources;
    const [module, handler] = String(python?.Properties.Handler).split('.');
    const allowed = JSON.stringify(role?.Properties.Policies).match(/"[a-z]+:[A-Z]\w+"/g);

    expect(readFileSync(join(root, `${module}.py`), 'utf8')).toContain(`\ndef ${handler}(event, _context):\n`);
    expect(new Set(allowed?.map((action) => action.slice(1).split(':', 1)[0]))).toEqual(new Set(['logs', 'xray']));
    expect(python?.Properties.TenancyConfig).toEqual({ TenantIsolationMode: 'PER_TENANT' });
  });
});

type Properties = Record<string, unknown>;

/** The template with something wrong in the properties of one resource. */
function spoilt(name: string, spoil: (properties: Properties) => void): typeof packaged {
  const copy = structuredClone(packaged);
  spoil(copy.Resources[name]?.Properties ?? {});
  return copy;
}

const firstStatement = ({ Policies }: Properties) =>
  (Policies as { PolicyDocument: { Statement: [Properties] } }[])[0]?.PolicyDocument.Statement[0] ?? {};
const without = (name: string) => (properties: Properties) => void delete properties[name];
const variables = ({ Environment }: Properties) => (Environment as { Variables: Properties }).Variables;

describe('the rules for a template', () => {
  it('are kept by the packaged one', () => {
    expect(faults(packaged)).toEqual([]);
  });

  it.each<[string, string, (properties: Properties) => void]>([
    ['ApiRole may do anything like ["s3:*"]', 'ApiRole', (role) => (firstStatement(role).Action = ['s3:*'])],
    [
      'ApiRole has ["logs:CreateLogStream","logs:PutLogEvents"] on a wildcard without a reason',
      'ApiRole',
      (role) => (firstStatement(role).Resource = '*'),
    ],
    ['ApiLambdaFunction has no Timeout', 'ApiLambdaFunction', without('Timeout')],
    ['ApiLambdaFunction has no MemorySize', 'ApiLambdaFunction', without('MemorySize')],
    ['ApiLambdaFunction has no TracingConfig', 'ApiLambdaFunction', without('TracingConfig')],
    ['ApiLogGroup keeps its lines for ever', 'ApiLogGroup', without('RetentionInDays')],
    [
      'ApiLambdaFunction has what looks like a secret in NAME',
      'ApiLambdaFunction',
      (lambda) => (variables(lambda).NAME = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'),
    ],
    [
      'ApiLambdaFunction has what looks like a secret in DB_PASSWORD',
      'ApiLambdaFunction',
      (lambda) => (variables(lambda).DB_PASSWORD = 'x'),
    ],
    ['ApiLambdaFunction is called by nobody', 'HttpApiIntegrationApi', without('IntegrationUri')],
    ['SsmReconcileLambdaFunction has no dead letters', 'SsmReconcileLambdaEvConf', without('DestinationConfig')],
    [
      'AdministratorLambdaFunction shares its role',
      'AdministratorLambdaFunction',
      (lambda) => (lambda.Role = Resources.ApiLambdaFunction?.Properties.Role),
    ],
    [
      'SsmAlarmStateMachine may not call exactly the functions it names',
      'SsmAlarmStateMachine',
      (machine) => (machine.RoleArn = Resources.SsmAutomationStateMachine?.Properties.RoleArn),
    ],
    ['RecordsTable is not encrypted', 'RecordsTable', without('SSESpecification')],
    ['RecordsTable cannot be recovered', 'RecordsTable', without('PointInTimeRecoverySpecification')],
    ['RecordsTable keeps what has expired', 'RecordsTable', without('TimeToLiveSpecification')],
    ['RecordsTable is not on demand', 'RecordsTable', without('BillingMode')],
    ['ObjectsBucket is not encrypted', 'ObjectsBucket', without('BucketEncryption')],
    ['ObjectsBucket may be public', 'ObjectsBucket', without('PublicAccessBlockConfiguration')],
    ['ObjectsBucket can be reached without TLS', 'ObjectsBucketPolicy', without('Bucket')],
    ['DeadLetters is not encrypted', 'DeadLetters', without('SqsManagedSseEnabled')],
    ['DeadLetters can be reached without TLS', 'DeadLettersPolicy', without('Queues')],
    ['PrincipalsKey is never rotated', 'PrincipalsKey', without('EnableKeyRotation')],
    [
      'PrincipalsKey can be used by anyone the account allows',
      'PrincipalsKey',
      (key) => (key.KeyPolicy as { Statement: object[] }).Statement.push({ Effect: 'Allow', Action: 'kms:*' }),
    ],
    ['OddEndRule has no dead letters', 'OddEndRule', (rule) => (rule.Targets = [{ Id: 'x' }])],
    [
      "ApiLambdaPermissionHttpApi lets anyone's service call the function",
      'ApiLambdaPermissionHttpApi',
      without('SourceArn'),
    ],
    ['HttpApiStage is not throttled', 'HttpApiStage', (stage) => (stage.DefaultRouteSettings = {})],
    ['HttpApiStage has no access log', 'HttpApiStage', without('AccessLogSettings')],
    [
      'HttpApiStage logs what callers send',
      'HttpApiStage',
      (stage) => (stage.AccessLogSettings = { Format: '$context.requestId $context.authorizer.principalId' }),
    ],
    [
      'DeadLettersPolicy lets everybody in',
      'DeadLettersPolicy',
      (policy) =>
        (policy.PolicyDocument as { Statement: object[] }).Statement.push({ Effect: 'Allow', Principal: '*' }),
    ],
  ])('find that %s', (fault, name, spoil) => {
    expect(faults(spoilt(name, spoil))).toContain(fault);
  });
});

withMoto('the packaged service, deployed to moto', () => {
  let moto: Moto;
  let stack: Stack;
  beforeAll(async () => {
    moto = await startMoto();
    stack = await openStack(moto, service);
  }, 120_000);
  afterAll(() => moto.stop());

  /** A step that calls AWS by a client that no bundle holds, under a role of its own. */
  const runbook = {
    schemaVersion: '0.3',
    assumeRole: 'arn:aws:iam::123456789012:role/quaymaster-automation-topics',
    mainSteps: [
      {
        name: 'topic',
        action: 'aws:executeAwsApi',
        inputs: { Service: 'sns', Api: 'CreateTopic', Name: 'made-by-a-runbook' },
        outputs: [{ Name: 'Arn', Selector: '$.TopicArn', Type: 'String' }],
      },
    ],
    outputs: ['topic.Arn'],
  };

  it.each([
    ['AWS::Lambda::Function', lambdas.length],
    ['AWS::StepFunctions::StateMachine', machines.length],
    ['AWS::IAM::Role', lambdas.length + machines.length],
    ['AWS::DynamoDB::Table', 1],
    ['AWS::KMS::Key', 1],
    ['AWS::SQS::Queue', 1],
  ])('has every %s', async (type, count) => {
    expect(Object.keys(await stack.resources(type))).toHaveLength(count);
  });

  it('has the table with its three indexes, which nobody deletes by mistake', async () => {
    const { RecordsTable: TableName } = await stack.resources('AWS::DynamoDB::Table');

    const { Table } = await new DynamoDBClient(moto.config).send(new DescribeTableCommand({ TableName }));

    const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName);
    expect([Table?.DeletionProtectionEnabled, indexes]).toEqual([true, ['listing', 'status', 'parent']]);
  });

  it('has machines that call the functions that are there', async () => {
    const functions = Object.values(await stack.resources('AWS::Lambda::Function'));

    for (const stateMachineArn of Object.values(await stack.resources('AWS::StepFunctions::StateMachine'))) {
      const machine = await new SFNClient(moto.config).send(new DescribeStateMachineCommand({ stateMachineArn }));
      const called = [
        ...(machine.definition ?? '').matchAll(/"arn:aws:lambda:us-east-1:123456789012:function:([^"]*)"/g),
      ];
      expect(validate(JSON.parse(machine.definition ?? '') as object).errors).toEqual([]);
      expect(machine.definition).not.toContain('${');
      expect(functions).toEqual(expect.arrayContaining(called.map(([, name]) => name)));
    }
  });

  it('tells the door where everything is', async () => {
    const { RecordsTable } = await stack.resources('AWS::DynamoDB::Table');
    const { ObjectsBucket } = await stack.resources('AWS::S3::Bucket');

    expect(await stack.environment('api')).toMatchObject({
      ACCOUNT_ID: '123456789012',
      TABLE_NAME: RecordsTable,
      OBJECTS_BUCKET: ObjectsBucket,
      EVENT_BUS: 'quaymaster-dev',
      STATE_MACHINES: 'arn:aws:states:us-east-1:123456789012:stateMachine:quaymaster-dev-',
      PRINCIPALS_KEY: expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\//),
    });
  });

  it('runs a runbook that calls AWS', async () => {
    const keys = (await stack.invoke('administrator', {})) as { AccessKeyId: string; SecretAccessKey: string };
    const handler = (event: object) => stack.invoke('api', event) as Promise<APIGatewayProxyStructuredResultV2>;
    const ssm = new SSMClient(
      clientConfig(handler, { accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey }),
    );
    const Content = JSON.stringify(runbook);
    await ssm.send(new CreateDocumentCommand({ Name: 'Topics', DocumentType: 'Automation', Content }));

    const { AutomationExecutionId = '' } = await ssm.send(
      new StartAutomationExecutionCommand({ DocumentName: 'Topics' }),
    );
    const { SsmAutomationStateMachine: stateMachineArn } = await stack.resources('AWS::StepFunctions::StateMachine');
    const { executions } = await new SFNClient(moto.config).send(new ListExecutionsCommand({ stateMachineArn }));
    const driven = await stack.invoke('ssmAutomationInProgress', {
      executionId: AutomationExecutionId,
      status: 'InProgress',
    });
    const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
    const { Topics } = await new SNSClient(moto.config).send(new ListTopicsCommand({}));

    expect(executions?.map(({ name }) => name)).toEqual([AutomationExecutionId]);
    expect(driven).toMatchObject({ executionId: AutomationExecutionId, status: 'Success' });
    const TopicArn = 'arn:aws:sns:us-east-1:123456789012:made-by-a-runbook';
    expect(AutomationExecution?.Outputs).toEqual({ 'topic.Arn': [TopicArn] });
    expect(Topics).toEqual([{ TopicArn }]);
  }, 120_000);
});
