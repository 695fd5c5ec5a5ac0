import { textAt } from '../../../functions/ssm/steps/answers.ts';
import { approval, type Ask, AutomationAssumeRole, type MotoCase } from './moto-case.ts';

const solutions = 'aws-solutions_automated-security-response-on-aws__source_remediation_runbooks_';
const template = JSON.stringify({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'from-a-stack' } } },
});

async function policy(ask: Ask, PolicyName: string): Promise<string[]> {
  const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
  return [textAt('$.Policy.Arn', await ask('iam', 'CreatePolicy', { PolicyName, PolicyDocument }))];
}

/** Runbooks that use stacks, topics, queues, parameters, roles, trails and load balancers. */
export const services: MotoCase[] = [
  {
    name: 'creates a stack and says what it made',
    runbook: 'create-stack.yaml',
    prepare: async () => ({ StackName: ['made'], QueueName: ['from-a-runbook'] }),
    check: async (ask, _, { Outputs, AutomationExecutionId: id }) => {
      const { Stacks } = await ask('cloudformation', 'DescribeStacks', { StackName: 'made' });
      expect(Stacks).toMatchObject([{ StackStatus: 'CREATE_COMPLETE', Tags: [{ Key: 'Execution', Value: id }] }]);
      await ask('sqs', 'GetQueueUrl', { QueueName: 'from-a-runbook' });
      expect(Outputs).toEqual({
        'createStack.StackStatus': ['CREATE_COMPLETE'],
        'describeStack.QueueUrl': ['https://sqs.us-east-1.amazonaws.com/123456789012/from-a-runbook'],
      });
    },
  },
  {
    name: 'deletes a stack once it is approved',
    runbook: 'awslabs_aws-systems-manager__aws-DeleteCloudFormationWithApproval.json',
    prepare: async (ask) => {
      await ask('cloudformation', 'CreateStack', { StackName: 'unwanted', TemplateBody: template });
      return { StackNameOrId: ['unwanted'], ...approval, AutomationAssumeRole };
    },
    check: async (ask) => {
      await expect(ask('cloudformation', 'DescribeStacks', { StackName: 'unwanted' })).rejects.toThrow(
        'does not exist',
      );
      await expect(ask('sqs', 'GetQueueUrl', { QueueName: 'from-a-stack' })).rejects.toThrow('does not exist');
    },
  },
  {
    name: 'encrypts a topic',
    runbook: `${solutions}EnableEncryptionForSNSTopic.yaml`,
    prepare: async (ask) => ({
      TopicArn: [textAt('$.TopicArn', await ask('sns', 'CreateTopic', { Name: 'alerts' }))],
      KmsKeyArn: ['arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555'],
      AutomationAssumeRole,
    }),
    check: async (ask, { TopicArn: [TopicArn = ''] = [], KmsKeyArn = [] }) =>
      expect(await ask('sns', 'GetTopicAttributes', { TopicArn })).toMatchObject({
        Attributes: { KmsMasterKeyId: KmsKeyArn[0] },
      }),
  },
  {
    name: 'encrypts a topic with the key that Parameter Store names',
    runbook: `${solutions}EnableEncryptionForSNSTopic.yaml`,
    prepare: async (ask) => {
      const Value = 'arn:aws:kms:us-east-1:123456789012:key/66666666-7777-4888-9999-000000000000';
      await ask('ssm', 'PutParameter', { Name: '/Solutions/SO0111/CMK_REMEDIATION_ARN', Value, Type: 'String' });
      const topic = await ask('sns', 'CreateTopic', { Name: 'secrets' });
      return { TopicArn: [textAt('$.TopicArn', topic)], AutomationAssumeRole };
    },
    check: async (ask, { TopicArn: [TopicArn = ''] = [] }) =>
      expect(await ask('sns', 'GetTopicAttributes', { TopicArn })).toMatchObject({
        Attributes: { KmsMasterKeyId: 'arn:aws:kms:us-east-1:123456789012:key/66666666-7777-4888-9999-000000000000' },
      }),
  },
  {
    name: 'tells a topic, whose queue has the message',
    runbook: 'publish-notification.yaml',
    prepare: async (ask) => {
      const topic = textAt('$.TopicArn', await ask('sns', 'CreateTopic', { Name: 'releases' }));
      await ask('sqs', 'CreateQueue', { QueueName: 'releases' });
      const Endpoint = 'arn:aws:sqs:us-east-1:123456789012:releases';
      await ask('sns', 'Subscribe', { TopicArn: topic, Protocol: 'sqs', Endpoint });
      return { TopicArn: [topic], Release: ['1.4.2'] };
    },
    check: async (ask) => {
      const { QueueUrl } = await ask('sqs', 'GetQueueUrl', { QueueName: 'releases' });
      const { Messages } = await ask('sqs', 'ReceiveMessage', { QueueUrl: QueueUrl ?? '' });
      expect(Messages).toMatchObject([{ Body: expect.stringContaining('Release 1.4.2 is out') }]);
    },
  },
  {
    name: 'moves a parameter on, version by version',
    runbook: 'rotate-parameter.yaml',
    prepare: async (ask) => {
      await ask('ssm', 'PutParameter', { Name: '/app/release', Value: '1.4.1', Type: 'String' });
      return { Name: ['/app/release'], Value: ['1.4.2'] };
    },
    check: async (ask, _, { Outputs }) => {
      expect(await ask('ssm', 'GetParameter', { Name: '/app/release' })).toMatchObject({
        Parameter: { Value: '1.4.2', Version: 2 },
      });
      expect(await ask('ssm', 'GetParameter', { Name: '/app/release-before' })).toMatchObject({
        Parameter: { Value: '1.4.1', Version: 1 },
      });
      expect(Outputs).toEqual({ 'readParameter.Value': ['1.4.1'], 'writeParameter.Version': ['2'] });
    },
  },
  {
    name: 'makes a role with a policy',
    runbook: 'ensure-role.yaml',
    prepare: async (ask) => ({ RoleName: ['deployer'], PolicyArn: await policy(ask, 'Deploy') }),
    check: async (ask, { RoleName: [RoleName = ''] = [] }) => {
      expect(await ask('iam', 'ListAttachedRolePolicies', { RoleName })).toMatchObject({
        AttachedPolicies: [{ PolicyName: 'Deploy' }],
      });
    },
  },
  {
    name: 'leaves a role that is there as it is',
    runbook: 'ensure-role.yaml',
    prepare: async (ask) => {
      await ask('iam', 'CreateRole', { RoleName: 'present', AssumeRolePolicyDocument: '{}', Description: 'mine' });
      return { RoleName: ['present'], PolicyArn: await policy(ask, 'Read') };
    },
    check: async (ask, _, { StepExecutions = [] }) => {
      expect(await ask('iam', 'GetRole', { RoleName: 'present' })).toMatchObject({ Role: { Description: 'mine' } });
      expect(StepExecutions.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`)).toEqual([
        'getRole Success',
        'attachPolicy Success',
        'createRole Pending',
      ]);
    },
  },
  {
    name: 'makes a trail validate its files',
    runbook: `${solutions}EnableCloudTrailLogFileValidation.yaml`,
    prepare: async (ask) => {
      await ask('s3', 'CreateBucket', { Bucket: 'trail-bucket' });
      await ask('cloudtrail', 'CreateTrail', { Name: 'main-trail', S3BucketName: 'trail-bucket' });
      return { TrailName: ['main-trail'], AutomationAssumeRole };
    },
    check: async (ask) =>
      expect(await ask('cloudtrail', 'GetTrail', { Name: 'main-trail' })).toMatchObject({
        Trail: { LogFileValidationEnabled: true },
      }),
  },
  {
    name: 'makes a load balancer log',
    runbook: 'awslabs_landing-zone-accelerator-on-aws__ssm-elb-enable-logging.yaml',
    prepare: async (ask) => {
      const { Subnets } = await ask('ec2', 'DescribeSubnets');
      const zones = [textAt('$[0].SubnetId', Subnets ?? []), textAt('$[1].SubnetId', Subnets ?? [])];
      const made = await ask('elbv2', 'CreateLoadBalancer', { Name: 'web', Subnets: zones });
      await ask('s3', 'CreateBucket', { Bucket: 'elb-logs' });
      const LoadBalancerArn = [textAt('$.LoadBalancers[0].LoadBalancerArn', made)];
      return { LogDestination: ['elb-logs'], LoadBalancerArn, AutomationAssumeRole };
    },
    check: async (ask, { LoadBalancerArn: [LoadBalancerArn = ''] = [] }) => {
      const { Attributes } = await ask('elbv2', 'DescribeLoadBalancerAttributes', { LoadBalancerArn });
      expect(Attributes).toEqual(
        expect.arrayContaining([
          { Key: 'access_logs.s3.enabled', Value: 'true' },
          { Key: 'access_logs.s3.bucket', Value: 'elb-logs' },
          { Key: 'access_logs.s3.prefix', Value: 'elb/elb-web/123456789012' },
        ]),
      );
    },
  },
];
