import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../../functions/ports/json.ts';

/** A resource of a simulated stack; `properties` are resolved. */
export interface MadeUp {
  type: string;
  logicalId: string;
  properties: JsonObject;
  /** What `Ref` gives. */
  physicalId: string;
}

/** Where a stack would be, and what makes the ids of its resources its own: they are the same at every update. */
export interface Place {
  stackName: string;
  stackId: string;
  account: string;
  region: string;
}

/** So many hexadecimal digits, the same for the same parts. */
const digits = (count: number, ...parts: string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, count);

/** A UUID's form of such digits. */
export const uuidOf = (...parts: string[]): string =>
  digits(32, ...parts).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const ec2Prefixes: Record<string, string> = {
  CustomerGateway: 'cgw',
  DHCPOptions: 'dopt',
  FlowLog: 'fl',
  Instance: 'i',
  InternetGateway: 'igw',
  LaunchTemplate: 'lt',
  NatGateway: 'nat',
  NetworkAcl: 'acl',
  NetworkInterface: 'eni',
  RouteTable: 'rtb',
  SecurityGroup: 'sg',
  SecurityGroupEgress: 'sgr',
  SecurityGroupIngress: 'sgr',
  Subnet: 'subnet',
  SubnetRouteTableAssociation: 'rtbassoc',
  TransitGateway: 'tgw',
  VPC: 'vpc',
  VPCEndpoint: 'vpce',
  VPCPeeringConnection: 'pcx',
  Volume: 'vol',
};

/** Types whose Ref is the resource's ARN. */
const refIsArn = new Set([
  'AWS::AppRunner::Service',
  'AWS::AppRunner::VpcConnector',
  'AWS::Batch::ComputeEnvironment',
  'AWS::Batch::JobDefinition',
  'AWS::Batch::JobQueue',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudFormation::Stack',
  'AWS::ECS::Service',
  'AWS::ECS::TaskDefinition',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::IAM::ManagedPolicy',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
]);

/** What `Ref` gives for a resource: its name where the template gives one, else an id of the type's form. */
export function physicalIdOf(made: Omit<MadeUp, 'physicalId'>, place: Place): string {
  const { type, logicalId } = made;
  const [, service = '', kind = ''] = type.split('::');
  const hash = (count: number) => digits(count, place.stackId, logicalId);
  const prefix = service === 'EC2' ? ec2Prefixes[kind] : undefined;
  if (prefix) return `${prefix}-${hash(17)}`;
  if (type === 'AWS::EC2::EIP') return `203.0.113.${(parseInt(hash(4), 16) % 254) + 1}`;
  if (type === 'AWS::KMS::Key') return uuidOf(place.stackId, logicalId);
  if (type === 'AWS::ApiGateway::RestApi' || type === 'AWS::ApiGatewayV2::Api' || type === 'AWS::Serverless::HttpApi')
    return hash(10);
  const name = nameOf(made, place);
  if (type === 'AWS::SQS::Queue') return `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
  return refIsArn.has(type) ? arnOf({ ...made, physicalId: name }, place) : name;
}

/** The name that a template gives a resource (`BucketName` of a bucket, else `Name`), or one as CloudFormation makes it. */
function nameOf({ type, logicalId, properties }: Omit<MadeUp, 'physicalId'>, place: Place): string {
  const given = givenName(type, properties);
  if (given !== undefined) return given;
  const suffix = digits(12, place.stackId, logicalId);
  if (type !== 'AWS::S3::Bucket') return `${place.stackName}-${logicalId}-${suffix.toUpperCase()}`;
  const start = `${place.stackName}-${logicalId}`.toLowerCase().slice(0, 50);
  return `${start.replace(/[^a-z0-9-]/g, '-')}-${suffix}`;
}

/** The name that a template itself gives a resource. */
export function givenName(type: string, properties: JsonObject): string | undefined {
  const kind = type.split('::').at(-1) ?? '';
  const lastWord = /[A-Z][a-z]*$/.exec(kind)?.[0] ?? kind;
  const names = [`${kind}Name`, `${lastWord}Name`, 'Name'];
  return names.map((name) => properties[name]).find((name): name is string => typeof name === 'string' && name !== '');
}

/** How the resource part of an ARN reads where it is not `kind/name`. Source: the service authorization reference. */
const arnForms: Record<string, (name: string, hash: string) => string> = {
  'AWS::ECS::TaskDefinition': (name) => `task-definition/${name}:1`,
  'AWS::ElasticLoadBalancingV2::Listener': (name, hash) => `listener/app/${name.slice(0, 32)}/${hash}/${hash}`,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (name, hash) => `loadbalancer/app/${name.slice(0, 32)}/${hash}`,
  'AWS::IAM::ManagedPolicy': (name) => `policy/${name}`,
  'AWS::IAM::InstanceProfile': (name) => `instance-profile/${name}`,
  'AWS::KinesisFirehose::DeliveryStream': (name) => `deliverystream/${name}`,
  'AWS::Lambda::Function': (name) => `function:${name}`,
  'AWS::Logs::LogGroup': (name) => `log-group:${name}:*`,
  'AWS::SecretsManager::Secret': (name, hash) => `secret:${name}-${hash.slice(0, 6)}`,
  'AWS::Serverless::Function': (name) => `function:${name}`,
  'AWS::StepFunctions::StateMachine': (name) => `stateMachine:${name}`,
};

const nameAlone = new Set(['AWS::CodePipeline::Pipeline', 'AWS::SNS::Topic', 'AWS::SQS::Queue']);
const withoutRegion = new Set(['IAM', 'CloudFront', 'Route53']);
const services: Record<string, string> = {
  ApiGatewayV2: 'apigateway',
  CertificateManager: 'acm',
  ElasticLoadBalancingV2: 'elasticloadbalancing',
  KinesisFirehose: 'firehose',
  Serverless: 'lambda',
  StepFunctions: 'states',
};

/** An ARN of the form that the type has; `physicalId` is taken for its name. */
function arnOf(made: MadeUp, { account, region, stackId }: Place): string {
  const { type, logicalId, physicalId } = made;
  if (physicalId.startsWith('arn:')) return physicalId;
  const [, service = '', kind = ''] = type.split('::');
  const name = physicalId.split('/').at(-1) ?? '';
  if (type === 'AWS::S3::Bucket') return `arn:aws:s3:::${name}`;
  const scope = withoutRegion.has(service) ? `:${account}` : `${region}:${account}`;
  const form = nameAlone.has(type) ? name : arnForms[type]?.(physicalId, digits(16, stackId, logicalId));
  return `arn:aws:${services[service] ?? service.toLowerCase()}:${scope}:${form ?? `${kind.toLowerCase()}/${physicalId}`}`;
}

/** What `Fn::GetAtt` gives: the property of that name, or something of the form that the attribute's name tells. */
export function attributeOf(made: MadeUp, attribute: string, place: Place): Json {
  const { properties, physicalId, logicalId } = made;
  const hash = (count: number) => digits(count, place.stackId, logicalId, attribute);
  const { [attribute]: property } = properties;
  if (property !== undefined) return property;
  if (attribute.endsWith('Arn')) return arnOf(made, place);
  const { region } = place;
  const forms: Record<string, Json> = {
    AllocationId: `eipalloc-${hash(17)}`,
    ApiEndpoint: `https://${physicalId}.execute-api.${region}.amazonaws.com`,
    DNSName: `${nameOf(made, place).slice(0, 32).toLowerCase()}-${hash(8)}.${region}.elb.amazonaws.com`,
    DefaultSecurityGroup: `sg-${hash(17)}`,
    DomainName: `${physicalId.toLowerCase()}.s3.amazonaws.com`,
    GroupId: physicalId,
    Ipv6CidrBlocks: ['2001:db8:1234:1a00::/56'],
    KeyId: physicalId,
    PrivateIp: '10.0.0.10',
    QueueName: physicalId.split('/').at(-1) ?? '',
    TopicName: physicalId.split(':').at(-1) ?? '',
    VpcId: `vpc-${hash(17)}`,
  };
  if (Object.hasOwn(forms, attribute)) return forms[attribute] ?? '';
  return attribute.endsWith('Port')
    ? '443'
    : `${logicalId.toLowerCase()}-${attribute.toLowerCase().replaceAll('.', '-')}-${hash(8)}`;
}
