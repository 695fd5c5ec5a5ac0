/** The tagging API's names of resource types that do not follow from CloudFormation's, by service and resource. */
const irregular: Record<string, string> = {
  'ec2:eip': 'ec2:elastic-ip',
  'elasticloadbalancingv2:load-balancer': 'elasticloadbalancing:loadbalancer',
  'elasticloadbalancing:load-balancer': 'elasticloadbalancing:loadbalancer',
  'elasticloadbalancingv2:target-group': 'elasticloadbalancing:targetgroup',
  'opensearchservice:domain': 'es:domain',
  'elasticsearch:domain': 'es:domain',
  'efs:file-system': 'elasticfilesystem:file-system',
  'rds:db-cluster': 'rds:cluster',
  'rds:db-cluster-snapshot': 'rds:cluster-snapshot',
  'rds:db-instance': 'rds:db',
  'rds:db-parameter-group': 'rds:pg',
  'rds:db-snapshot': 'rds:snapshot',
  'rds:db-subnet-group': 'rds:subgrp',
  's3:bucket': 's3',
  'sns:topic': 'sns',
  'sqs:queue': 'sqs',
};

/**
 * A document's TargetType as the tagging API filters by it: `/AWS::EC2::Volume` is `ec2:volume`. Undefined where the document takes any resource:
 * without a TargetType, with `/`, or with one that is no CloudFormation type.
 * Source: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export function taggingType(targetType: string | undefined): string | undefined {
  const [, service, resource] = /^\/AWS::(\w+)::(\w+)$/.exec(targetType ?? '') ?? [];
  if (service === undefined || resource === undefined) return undefined;
  const name = `${service.toLowerCase()}:${kebab(resource)}`;
  return irregular[name] ?? name;
}

/** The same as Resource Groups filters by it: `AWS::EC2::Volume`. */
export const groupType = (targetType: string | undefined): string | undefined =>
  /^\/(AWS::\w+::\w+)$/.exec(targetType ?? '')?.[1];

/** `DBInstance` is `db-instance`, `VPCEndpoint` is `vpc-endpoint`. */
const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** What names a resource to its service: of `arn:aws:ec2:us-east-1:123456789012:instance/i-1` it is `i-1`, of `…:db:orders` `orders`, of `arn:aws:s3:::b` `b`. */
export function resourceId(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  return resource.replace(/^[a-zA-Z][\w-]*[/:](?=.)/, '');
}
