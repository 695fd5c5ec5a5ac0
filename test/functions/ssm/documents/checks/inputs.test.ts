import { only } from './said.ts';

describe('checkInputs', () => {
  const runCommandInputs =
    'DocumentName, Comment, CloudWatchOutputConfig, DocumentHash, DocumentHashType, DocumentVersion, InstanceIds, MaxConcurrency, MaxErrors, NotificationConfig, OutputS3BucketName, OutputS3KeyPrefix, Parameters, ServiceRoleArn, Targets, TimeoutSeconds';

  it.each([
    [
      'unknown ones of aws:runCommand',
      only('aws:runCommand', { DocumentName: 'A', runtimeEnvironment: 'Windows' }),
      `Unknown input names provided. Known=[ [${runCommandInputs}] ], Provided=[ [DocumentName, runtimeEnvironment] ].`,
    ],
    [
      'missing ones of aws:runCommand',
      only('aws:runCommand', { Parameters: {} }),
      'Missing required input names. Required=[ [DocumentName] ], Provided =[ [Parameters] ].',
    ],
    ['unknown ones of aws:pause', only('aws:pause', { Message: 'Look' }), 'none'],
    [
      'those of an API call',
      only('aws:executeAwsApi', { Service: 'ec2', Api: 'DescribeInstances', Filters: [], MaxResults: 5 }),
      'none',
    ],
    [
      'no Api',
      only('aws:executeAwsApi', { Service: 'ec2' }),
      'Missing required input names. Required=[ [Service, Api] ], Provided =[ [Service] ].',
    ],
    [
      'no DesiredValues',
      only('aws:assertAwsResourceProperty', { Service: 'ec2', Api: 'DescribeInstances', PropertySelector: '$' }),
      'Missing required input names. Required=[ [Service, Api, PropertySelector, DesiredValues] ], Provided =[ [Service, Api, PropertySelector] ].',
    ],
    [
      'no approvers',
      only('aws:approve', {}),
      'Missing required input names. Required=[ [Approvers] ], Provided =[ [] ].',
    ],
    ['enhanced approvals', only('aws:approve', { EnhancedApprovals: {} }), 'none'],
    [
      'no handler of Python',
      only('aws:executeScript', { Runtime: 'python3.11', Script: '' }),
      'Missing required input names. Required=[ [Runtime, Handler] ], Provided =[ [Runtime, Script] ].',
    ],
    ['no handler of PowerShell', only('aws:executeScript', { Runtime: 'PowerShell 7.4', Script: '' }), 'none'],
    [
      'a runtime of none',
      only('aws:executeScript', { Runtime: 'nodejs22.x', Handler: 'h', Script: '' }),
      'Unsupported Runtime: nodejs22.x in step: First.',
    ],
    [
      'a sleep without end',
      only('aws:sleep', {}),
      'Missing required input names. Required=[ [Duration] ], Provided =[ [] ].',
    ],
    [
      'a sleep with two ends',
      only('aws:sleep', { Duration: 'PT1S', Timestamp: '2030-01-01T00:00:00Z' }),
      'Duration and Timestamp should not exist in same step: First.',
    ],
    [
      'a variable that is none',
      only('aws:updateVariable', { Name: 'Count', Value: 1 }),
      'Name: Count is not a variable in step: First.',
    ],
    [
      'a variable not declared',
      only('aws:updateVariable', { Name: 'variable:Count', Value: 1 }),
      'Parameter "variable:Count" is not declared.',
    ],
  ])('answers inputs with %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
