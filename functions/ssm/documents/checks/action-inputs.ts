/** What an action takes: the inputs it needs and, where they are all known, those it may have besides. */
export interface ActionInputs {
  required: string[];
  optional?: string[];
}

// An action without `optional` takes whatever an API, or a newer runbook, adds beside what it needs.
const API_CALL = ['Service', 'Api'];
const PROPERTY = [...API_CALL, 'PropertySelector', 'DesiredValues'];

/**
 * The inputs of every runbook action, by its name.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export const actionInputs: ReadonlyMap<string, ActionInputs> = new Map<string, ActionInputs>([
  [
    'aws:approve',
    { required: [], optional: names('Approvers EnhancedApprovals Message MinRequiredApprovals NotificationArn') },
  ],
  ['aws:assertAwsResourceProperty', { required: PROPERTY }],
  ['aws:branch', { required: ['Choices'], optional: ['Default'] }],
  [
    'aws:changeInstanceState',
    { required: names('InstanceIds DesiredState'), optional: names('CheckStateOnly Force AdditionalInfo') },
  ],
  [
    'aws:copyImage',
    {
      required: names('SourceImageId SourceRegion ImageName'),
      optional: names('ImageDescription Encrypted KmsKeyId ClientToken'),
    },
  ],
  [
    'aws:createImage',
    { required: names('InstanceId ImageName'), optional: names('ImageDescription NoReboot BlockDeviceMappings') },
  ],
  [
    'aws:createStack',
    {
      required: ['StackName'],
      optional: names(
        'TemplateBody TemplateURL Parameters Capabilities ClientRequestToken DisableRollback OnFailure NotificationARNs ResourceTypes RoleARN StackPolicyBody StackPolicyURL Tags TimeoutInMinutes',
      ),
    },
  ],
  ['aws:createTags', { required: names('ResourceIds Tags'), optional: ['ResourceType'] }],
  ['aws:deleteImage', { required: ['ImageId'], optional: [] }],
  ['aws:deleteStack', { required: ['StackName'] }],
  [
    'aws:executeAutomation',
    {
      required: ['DocumentName'],
      optional: names(
        'DocumentVersion RuntimeParameters Tags Targets TargetParameterName TargetMaps TargetLocations MaxConcurrency MaxErrors',
      ),
    },
  ],
  ['aws:executeAwsApi', { required: API_CALL }],
  ['aws:executeScript', { required: ['Runtime'], optional: names('Handler InputPayload Script Attachment') }],
  ['aws:executeStateMachine', { required: ['stateMachineArn'] }],
  [
    'aws:invokeLambdaFunction',
    {
      required: ['FunctionName'],
      optional: names('Qualifier InvocationType LogType ClientContext InputPayload Payload'),
    },
  ],
  ['aws:invokeWebhook', { required: ['IntegrationName'] }],
  ['aws:loop', { required: ['Steps'], optional: names('Iterators IteratorDataType LoopCondition MaxIterations') }],
  ['aws:pause', { required: [] }],
  [
    'aws:runCommand',
    {
      required: ['DocumentName'],
      optional: names(
        'Comment CloudWatchOutputConfig DocumentHash DocumentHashType DocumentVersion InstanceIds MaxConcurrency MaxErrors NotificationConfig OutputS3BucketName OutputS3KeyPrefix Parameters ServiceRoleArn Targets TimeoutSeconds',
      ),
    },
  ],
  ['aws:runInstances', { required: ['ImageId'] }],
  ['aws:sleep', { required: [], optional: names('Duration Timestamp') }],
  ['aws:updateVariable', { required: names('Name Value'), optional: [] }],
  ['aws:waitForAwsResourceProperty', { required: PROPERTY }],
]);

function names(words: string): string[] {
  return words.split(' ');
}
