import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tasks } from '../functions/tasks.ts';
import { faults } from './template-faults.ts';
import { packagedTemplate } from './template.ts';

const root = join(import.meta.dirname, '..');
const machines = readdirSync(join(root, 'statemachines'));
const packaged = packagedTemplate();
const { Resources } = packaged;

interface Lambda {
  Handler: string;
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

  it.each(lambdas)('deploys %s with a handler that is there and the variables it reads', async (_, lambda) => {
    process.env.AWS_REGION = 'us-east-1';
    for (const [name, value] of Object.entries(lambda.Environment.Variables))
      process.env[name] = typeof value === 'string' ? value : 'arn:test';
    const [, key = '', exported = ''] = /^dist\/(\w+)\/index\.(\w+)$/.exec(lambda.Handler) ?? [];

    const module = (await import(join(root, 'dist', key, 'index.mjs'))) as Record<string, unknown>;

    expect(module[exported]).toBeInstanceOf(Function);
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
