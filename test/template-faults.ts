import type { Template } from './template.ts';

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource: unknown;
  Condition?: { Bool?: Record<string, boolean> };
}
interface Policy {
  PolicyDocument: { Statement: Statement[] };
}
type Named = [name: string, properties: Record<string, unknown>];

/** What no deployment of this project may have, as a sentence for each place where the template has it. */
export function faults(template: Template): string[] {
  const of = (type: string): Named[] =>
    Object.entries(template.Resources).flatMap(([name, { Type, Properties }]) =>
      Type === type ? [[name, Properties]] : [],
    );
  return [
    ...Object.entries(template.Resources).flatMap(([name, role]) => (isRole(role) ? wildcards(name, role) : [])),
    ...of('AWS::Lambda::Function').flatMap((lambda) => functionFaults(lambda, template)),
    ...sharedRoles(of('AWS::Lambda::Function')),
    ...of('AWS::StepFunctions::StateMachine').flatMap((machine) => machineFaults(machine, template)),
    ...of('AWS::DynamoDB::Table').flatMap(tableFaults),
    ...of('AWS::S3::Bucket').flatMap((bucket) => bucketFaults(bucket, of('AWS::S3::BucketPolicy'))),
    ...of('AWS::SQS::Queue').flatMap((queue) => queueFaults(queue, of('AWS::SQS::QueuePolicy'))),
    ...of('AWS::KMS::Key').flatMap(keyFaults),
    ...of('AWS::Logs::LogGroup').flatMap(([name, { RetentionInDays }]) =>
      RetentionInDays ? [] : [`${name} keeps its lines for ever`],
    ),
    ...of('AWS::Events::Rule').flatMap(([name, { Targets }]) =>
      (Targets as object[]).flatMap((target) => ('DeadLetterConfig' in target ? [] : [`${name} has no dead letters`])),
    ),
    ...of('AWS::Lambda::Permission').flatMap(([name, { SourceArn }]) =>
      SourceArn ? [] : [`${name} lets anyone's service call the function`],
    ),
    ...of('AWS::ApiGatewayV2::Stage').flatMap(stageFaults),
    ...openPolicies(template),
  ];
}

type Role = Template['Resources'][string];

const isRole = ({ Type }: Role): boolean => Type === 'AWS::IAM::Role';
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const hasWildcard = (value: unknown): boolean => /\*/.test(JSON.stringify(value));
const refersTo = (value: unknown, name: string): boolean =>
  new RegExp(`\\{"(Ref|Fn::GetAtt)":\\[?"${name}"|\\$\\{${name}[.}]`).test(JSON.stringify(value));

function wildcards(name: string, { Metadata, Properties }: Role): string[] {
  const { reasons = [] } = (Metadata ?? {}) as { reasons?: { Action: string[]; Reason: string }[] };
  const explained = new Set(reasons.map(({ Action }) => JSON.stringify(Action)));
  const statements = (Properties.Policies as Policy[]).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return statements.flatMap(({ Action, Resource }) => {
    if (hasWildcard(Action)) return [`${name} may do anything like ${JSON.stringify(Action)}`];
    const isUnexplained = hasWildcard(Resource) && !explained.has(JSON.stringify(Action));
    return isUnexplained ? [`${name} has ${JSON.stringify(Action)} on a wildcard without a reason`] : [];
  });
}

function functionFaults([name, lambda]: Named, { Resources, Outputs }: Template): string[] {
  const group = Resources[name.replace(/LambdaFunction$/, 'LogGroup')];
  const present = ['Timeout', 'MemorySize', 'TracingConfig'].filter((one) => !lambda[one]);
  const { Variables } = lambda.Environment as { Variables: Record<string, unknown> };
  const secrets = Object.entries(Variables).filter(([key, value]) => isSecret(key, value));
  const others = Object.entries(Resources).filter(([other, { Type }]) => other !== name && !isAbout.has(Type));
  const isCalled = refersTo(Outputs, name) || others.some(([, other]) => refersTo(other.Properties, name));
  return [
    ...present.map((one) => `${name} has no ${one}`),
    ...(group?.Type === 'AWS::Logs::LogGroup' ? [] : [`${name} has no log group`]),
    ...secrets.map(([key]) => `${name} has what looks like a secret in ${key}`),
    ...(isCalled ? [] : [`${name} is called by nobody`]),
    ...(isAsynchronous(name, Resources) && !hasDeadLetters(name, Resources) ? [`${name} has no dead letters`] : []),
  ];
}

// These tell of a function and do not call it.
const isAbout = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::Lambda::Permission',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Logs::LogGroup',
]);

const isSecret = (key: string, value: unknown): boolean =>
  /secret|password|passwd|private|credential|api_?key$|token/i.test(key) ||
  (typeof value === 'string' && /(AKIA|ASIA)[A-Z0-9]{16}|-----BEGIN|secret|password|^[\w+/=-]{32,}$/i.test(value));

const isAsynchronous = (name: string, resources: Template['Resources']): boolean =>
  Object.values(resources).some(({ Type, Properties }) => {
    const isEvent = Type === 'AWS::Lambda::Permission' && Properties.Principal !== 'apigateway.amazonaws.com';
    return isEvent && refersTo(Properties, name);
  });

const hasDeadLetters = (name: string, resources: Template['Resources']): boolean =>
  Object.values(resources).some(({ Type, Properties }) => {
    const { OnFailure } = (Properties.DestinationConfig ?? {}) as { OnFailure?: object };
    return Type === 'AWS::Lambda::EventInvokeConfig' && refersTo(Properties, name) && OnFailure !== undefined;
  });

function sharedRoles(lambdas: Named[]): string[] {
  const roles = lambdas.map(([, { Role }]) => JSON.stringify(Role));
  return lambdas.flatMap(([name], place) =>
    roles.indexOf(roles[place] ?? '') === place ? [] : [`${name} shares its role`],
  );
}

function machineFaults([name, machine]: Named, { Resources }: Template): string[] {
  const { 'Fn::Sub': [definition = '', functions = {}] = [] } = machine.DefinitionString as {
    'Fn::Sub'?: [string, Record<string, unknown>];
  };
  const role = Object.entries(Resources).find(([id, one]) => isRole(one) && refersTo(machine.RoleArn, id))?.[1];
  const policies = (role?.Properties.Policies ?? []) as Policy[];
  const invoke = policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.filter(({ Action }) => listOf(Action).includes('lambda:InvokeFunction')),
  );
  const called = Object.entries(functions).filter(([id]) => definition.includes(`\${${id}}`));
  const allowed = invoke.flatMap(({ Resource }) => listOf(Resource));
  const isSame = JSON.stringify(allowed) === JSON.stringify(called.map(([, arn]) => arn));
  return [
    ...(isSame ? [] : [`${name} may not call exactly the functions it names`]),
    ...(machine.LoggingConfiguration && machine.TracingConfiguration ? [] : [`${name} is neither logged nor traced`]),
  ];
}

function tableFaults([name, table]: Named): string[] {
  const { SSESpecification, PointInTimeRecoverySpecification, TimeToLiveSpecification } = table as Record<
    string,
    Record<string, unknown> | undefined
  >;
  return [
    ...(SSESpecification?.SSEEnabled ? [] : [`${name} is not encrypted`]),
    ...(PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ? [] : [`${name} cannot be recovered`]),
    ...(TimeToLiveSpecification?.Enabled ? [] : [`${name} keeps what has expired`]),
    ...(table.BillingMode === 'PAY_PER_REQUEST' ? [] : [`${name} is not on demand`]),
  ];
}

function bucketFaults([name, bucket]: Named, policies: Named[]): string[] {
  const blocked = Object.values(bucket.PublicAccessBlockConfiguration ?? {});
  return [
    ...(bucket.BucketEncryption ? [] : [`${name} is not encrypted`]),
    ...(blocked.length === 4 && blocked.every((block) => block === true) ? [] : [`${name} may be public`]),
    ...(isTlsOnly(policies, name) ? [] : [`${name} can be reached without TLS`]),
  ];
}

function queueFaults([name, queue]: Named, policies: Named[]): string[] {
  return [
    ...(queue.SqsManagedSseEnabled || queue.KmsMasterKeyId ? [] : [`${name} is not encrypted`]),
    ...(isTlsOnly(policies, name) ? [] : [`${name} can be reached without TLS`]),
  ];
}

const isTlsOnly = (policies: Named[], name: string): boolean =>
  policies.some(
    ([, policy]) =>
      refersTo([policy.Bucket, policy.Queues], name) &&
      (policy as unknown as Policy).PolicyDocument.Statement.some(
        ({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === false,
      ),
  );

function keyFaults([name, { EnableKeyRotation, KeyPolicy }]: Named): string[] {
  const uses = (KeyPolicy as Policy['PolicyDocument']).Statement.filter(({ Action }) =>
    /Decrypt|CreateGrant|\*/.test(JSON.stringify(Action)),
  );
  return [
    ...(EnableKeyRotation ? [] : [`${name} is never rotated`]),
    ...uses.flatMap(({ Condition }) => (Condition ? [] : [`${name} can be used by anyone the account allows`])),
  ];
}

function stageFaults([name, stage]: Named): string[] {
  const { ThrottlingRateLimit } = stage.DefaultRouteSettings as { ThrottlingRateLimit?: number };
  const { Format = '' } = (stage.AccessLogSettings ?? {}) as { Format?: string };
  return [
    ...(ThrottlingRateLimit ? [] : [`${name} is not throttled`]),
    ...(Format.includes('$context.requestId') ? [] : [`${name} has no access log`]),
    ...(/header|query|\$context\.path|authorizer|body/i.test(Format) ? [`${name} logs what callers send`] : []),
  ];
}

/** Policies of resources that let in everybody. */
const openPolicies = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([name, { Properties }]) => {
    const { Statement = [] } = (Properties.PolicyDocument ?? {}) as Partial<Policy['PolicyDocument']>;
    const isOpen = ({ Effect, Principal, Condition }: Statement) =>
      Effect === 'Allow' && JSON.stringify(Principal)?.includes('*') && !Condition;
    return Statement.some(isOpen) ? [`${name} lets everybody in`] : [];
  });
