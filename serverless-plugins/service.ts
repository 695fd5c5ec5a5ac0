/** A value of a CloudFormation template: a text or a function such as `{ 'Fn::GetAtt': [...] }`. */
export type Value = string | { [name: string]: unknown };

/** A statement of a policy. One with a wildcard in its actions or resources has a reason, which stands in the template's metadata. */
export interface Statement {
  Action: string[];
  Resource: Value | Value[];
  Condition?: object;
  Reason?: string;
}

/** A resource of a CloudFormation template. */
export interface Resource {
  Type: string;
  Metadata?: object;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  Properties?: Record<string, unknown>;
}

/** A function of the service; `rights` are those of rights.ts. */
export interface LambdaFunction {
  name: string;
  handler: string;
  layers?: string[];
  rights?: string[];
  events?: object[];
  destinations?: { onFailure: { type: 'sqs'; arn: Value } };
  role?: string;
}

/** What the plugins here read and write of the service that is packaged. */
export interface Serverless {
  serviceDir: string;
  configSchemaHandler: { defineFunctionProperties(provider: 'aws', schema: object): void };
  getProvider(name: 'aws'): { getStage(): string };
  service: {
    service: string;
    functions: Record<string, LambdaFunction>;
    custom: Record<'attachmentSources' | 'templateSources' | 'assumableRoles' | 'provisioningRoles', Value> &
      Record<'alarmTopic' | 'powershellLayer' | 'githubTokenSecret', string>;
    resources: { Resources: Record<string, Resource> };
    provider: { compiledCloudFormationTemplate: { Resources: Record<string, Resource> } };
  };
}

/** A text with CloudFormation's `${AWS::Region}` and the like in it. */
export const sub = (text: string): Value => ({ 'Fn::Sub': text });

/** An attribute of a resource of the template. */
export const attribute = (resource: string, name = 'Arn'): Value => ({ 'Fn::GetAtt': [resource, name] });

/** `ssm-automation` and `ssmAutomation` as `SsmAutomation`. */
export const logicalName = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What the names of everything deployed begin with: `quaymaster-dev`. */
export const stackName = (serverless: Serverless): string =>
  `${serverless.service.service}-${serverless.getProvider('aws').getStage()}`;

/** A role that one of AWS's services takes on; `Condition` says for whom. */
export function serviceRole(trusted: { Service: string; Condition?: object }, statements: Statement[]): Resource {
  const { Service, ...condition } = trusted;
  const trust = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...condition };
  const reasons = statements.flatMap(({ Action, Reason }) => (Reason ? [{ Action, Reason }] : []));
  const Statement = statements.map(({ Reason: _, ...statement }) => ({ Effect: 'Allow', ...statement }));
  return {
    Type: 'AWS::IAM::Role',
    Metadata: { reasons },
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
      Policies: [{ PolicyName: 'rights', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  };
}
