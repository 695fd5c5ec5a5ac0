import { groupType, resourceId, taggingType } from '../../../../functions/ssm/rate-control/resource-types.ts';

describe('a TargetType', () => {
  it.each([
    ['/AWS::EC2::Instance', 'ec2:instance', 'AWS::EC2::Instance'],
    ['/AWS::EC2::SecurityGroup', 'ec2:security-group', 'AWS::EC2::SecurityGroup'],
    ['/AWS::EC2::VPCEndpoint', 'ec2:vpc-endpoint', 'AWS::EC2::VPCEndpoint'],
    ['/AWS::RDS::DBInstance', 'rds:db', 'AWS::RDS::DBInstance'],
    ['/AWS::S3::Bucket', 's3', 'AWS::S3::Bucket'],
    ['/AWS::SSM::ManagedInstance', 'ssm:managed-instance', 'AWS::SSM::ManagedInstance'],
    ['/', undefined, undefined],
    [undefined, undefined, undefined],
  ])('%s is %s to the tagging API and %s to Resource Groups', (targetType, tagging, group) => {
    expect(taggingType(targetType)).toBe(tagging);
    expect(groupType(targetType)).toBe(group);
  });
});

describe('a resource', () => {
  it.each([
    ['arn:aws:ec2:us-east-1:000000000000:instance/i-1', 'i-1'],
    ['arn:aws:rds:us-east-1:000000000000:db:orders', 'orders'],
    ['arn:aws:s3:::my-bucket', 'my-bucket'],
    ['arn:aws:sqs:us-east-1:000000000000:my-queue', 'my-queue'],
    ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/web/12', 'app/web/12'],
  ])('%s is %s to its service', (arn, id) => {
    expect(resourceId(arn)).toBe(id);
  });
});
