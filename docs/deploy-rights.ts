/** What CloudFormation does for one type of resource in the name of whoever deploys, and where. */
export interface Rights {
  Action: string[];
  Resource: string | string[];
  Condition?: object;
}

const passed = (service: string): Rights => ({
  Action: ['iam:PassRole'],
  Resource: 'arn:aws:iam::*:role/quaymaster-*',
  Condition: { StringEquals: { 'iam:PassedToService': service } },
});
/** The actions of a service: `Create Delete`. */
const named = (service: string, names: string) => names.split(/\s+/).map((name) => `${service}:${name}`);
const tags = (service: string) => named(service, 'TagResource UntagResource ListTagsForResource');

const functions = 'arn:aws:lambda:*:*:function:quaymaster-*';
const buckets = 'arn:aws:s3:::quaymaster-*';
const deliveries: Rights = {
  Action: named(
    'logs',
    `CreateLogDelivery DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies GetLogDelivery
        ListLogDeliveries PutResourcePolicy UpdateLogDelivery`,
  ),
  Resource: '*',
};
const gateway: Rights = {
  Action: named('apigateway', 'DELETE GET PATCH POST PUT TagResource UntagResource'),
  Resource: ['arn:aws:apigateway:*::/apis', 'arn:aws:apigateway:*::/apis/*', 'arn:aws:apigateway:*::/tags/*'],
};

/** By type of resource. A new type in the template needs a line here. */
export const rightsByType: Record<string, Rights[]> = {
  'AWS::ApiGatewayV2::Api': [gateway],
  'AWS::ApiGatewayV2::Integration': [gateway],
  'AWS::ApiGatewayV2::Route': [gateway],
  'AWS::ApiGatewayV2::Stage': [gateway, deliveries],
  'AWS::CloudWatch::Alarm': [
    {
      Action: [...named('cloudwatch', 'PutMetricAlarm DeleteAlarms'), ...tags('cloudwatch')],
      Resource: 'arn:aws:cloudwatch:*:*:alarm:quaymaster-*',
    },
    { Action: ['cloudwatch:DescribeAlarms'], Resource: '*' },
  ],
  'AWS::CodeBuild::Project': [
    {
      Action: named('codebuild', 'BatchGetProjects CreateProject DeleteProject UpdateProject'),
      Resource: 'arn:aws:codebuild:*:*:project/quaymaster-*',
    },
    passed('codebuild.amazonaws.com'),
  ],
  'AWS::DynamoDB::Table': [
    {
      Action: named(
        'dynamodb',
        `CreateTable DeleteTable DescribeContinuousBackups DescribeContributorInsights
        DescribeKinesisStreamingDestination DescribeTable DescribeTimeToLive GetResourcePolicy
        ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive`,
      ),
      Resource: 'arn:aws:dynamodb:*:*:table/quaymaster-*',
    },
  ],
  'AWS::Events::EventBus': [
    {
      Action: [...named('events', 'CreateEventBus DeleteEventBus DescribeEventBus UpdateEventBus'), ...tags('events')],
      Resource: 'arn:aws:events:*:*:event-bus/quaymaster-*',
    },
  ],
  'AWS::Events::Rule': [
    {
      Action: named('events', 'DeleteRule DescribeRule ListTargetsByRule PutRule PutTargets RemoveTargets'),
      Resource: 'arn:aws:events:*:*:rule/quaymaster-*',
    },
  ],
  'AWS::IAM::Role': [
    {
      Action: named(
        'iam',
        `CreateRole DeleteRole DeleteRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies
        ListRolePolicies PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole`,
      ),
      Resource: 'arn:aws:iam::*:role/quaymaster-*',
    },
  ],
  'AWS::KMS::Alias': [
    {
      Action: named('kms', 'CreateAlias DeleteAlias UpdateAlias'),
      Resource: ['arn:aws:kms:*:*:alias/quaymaster-*', 'arn:aws:kms:*:*:key/*'],
    },
    { Action: ['kms:ListAliases'], Resource: '*' },
  ],
  'AWS::KMS::Key': [
    { Action: ['kms:CreateKey'], Resource: '*' },
    {
      Action: named(
        'kms',
        `DescribeKey EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy
        ScheduleKeyDeletion TagResource UpdateKeyDescription`,
      ),
      Resource: 'arn:aws:kms:*:*:key/*',
    },
  ],
  'AWS::Lambda::EventInvokeConfig': [
    {
      Action: named(
        'lambda',
        `DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig
        UpdateFunctionEventInvokeConfig`,
      ),
      Resource: functions,
    },
  ],
  'AWS::Lambda::EventSourceMapping': [
    {
      Action: named(
        'lambda',
        `CreateEventSourceMapping DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping`,
      ),
      Resource: '*',
    },
  ],
  'AWS::Lambda::Function': [
    {
      Action: named(
        'lambda',
        `CreateFunction DeleteFunction GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration
        GetFunctionRecursionConfig GetRuntimeManagementConfig InvokeFunction ListTags TagResource
        UntagResource UpdateFunctionCode UpdateFunctionConfiguration`,
      ),
      Resource: functions,
    },
    passed('lambda.amazonaws.com'),
  ],
  'AWS::Lambda::Permission': [
    { Action: named('lambda', 'AddPermission GetPolicy RemovePermission'), Resource: functions },
  ],
  'AWS::Logs::LogGroup': [
    {
      Action: [
        ...named('logs', 'CreateLogGroup DeleteLogGroup DeleteRetentionPolicy PutRetentionPolicy'),
        ...tags('logs'),
      ],
      Resource: 'arn:aws:logs:*:*:log-group:/aws/*/quaymaster-*',
    },
    deliveries,
  ],
  'AWS::S3::Bucket': [
    {
      Action: named(
        's3',
        `CreateBucket DeleteBucket GetBucketLocation GetBucketOwnershipControls GetBucketPublicAccessBlock
        GetBucketTagging GetBucketVersioning GetEncryptionConfiguration GetLifecycleConfiguration ListBucket
        ListBucketVersions PutBucketOwnershipControls PutBucketPublicAccessBlock PutBucketTagging
        PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration`,
      ),
      Resource: buckets,
    },
    {
      Action: named('s3', 'DeleteObject DeleteObjectVersion GetObject PutObject'),
      Resource: 'arn:aws:s3:::quaymaster-*-serverlessdeploymentbucket-*/*',
    },
  ],
  'AWS::S3::BucketPolicy': [
    { Action: named('s3', 'DeleteBucketPolicy GetBucketPolicy PutBucketPolicy'), Resource: buckets },
  ],
  'AWS::SQS::Queue': [
    {
      Action: named('sqs', `CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes`),
      Resource: 'arn:aws:sqs:*:*:quaymaster-*',
    },
  ],
  'AWS::SQS::QueuePolicy': [
    { Action: named('sqs', 'GetQueueAttributes SetQueueAttributes'), Resource: 'arn:aws:sqs:*:*:quaymaster-*' },
  ],
  'AWS::StepFunctions::StateMachine': [
    {
      Action: [
        ...named('states', 'CreateStateMachine DeleteStateMachine DescribeStateMachine UpdateStateMachine'),
        ...tags('states'),
      ],
      Resource: 'arn:aws:states:*:*:stateMachine:quaymaster-*',
    },
    passed('states.amazonaws.com'),
  ],
};

/** What the packager itself calls. */
export const packager: Rights[] = [
  {
    Action: named(
      'cloudformation',
      `CreateChangeSet CreateStack DeleteChangeSet DeleteStack DescribeChangeSet DescribeStackEvents
        DescribeStackResource DescribeStacks ExecuteChangeSet GetTemplate ListStackResources UpdateStack`,
    ),
    Resource: 'arn:aws:cloudformation:*:*:stack/quaymaster-*/*',
  },
  { Action: ['cloudformation:ValidateTemplate'], Resource: '*' },
];
