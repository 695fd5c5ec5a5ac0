import { CreateDocumentCommand, type StartAutomationExecutionCommandInput } from '@aws-sdk/client-ssm';
import { AwsError, AwsUnusable } from '../../../../functions/ports/aws-api.ts';
import { type Fleet, named, openFleet } from './fleet.ts';

type Input = Partial<StartAutomationExecutionCommandInput>;

const TargetParameterName = 'InstanceId';
const wrong = 'InvalidAutomationExecutionParametersException';
const arn = (resource: string) => `arn:aws:ec2:us-east-1:000000000000:${resource}`;
const tagged = (...resources: string[]) => ({
  ResourceTagMappingList: resources.map((resource) => ({ ResourceARN: arn(resource), Tags: [] })),
});

describe('the targets of an execution', () => {
  let fleet: Fleet;
  beforeEach(async () => {
    fleet = await openFleet();
  });
  const targetsOf = async (input: Input) => {
    const id = await fleet.start({ TargetParameterName, ...input });
    return (await fleet.execution(id)).ResolvedTargets?.ParameterValues;
  };
  const executions = async () =>
    (await fleet.ports.store.list({ index: 'listing', partition: 'automation-executions#2026-01' })).items.length;

  it.each<[string, Input, string, string]>([
    ['a parameter of other case', { Targets: named(1), TargetParameterName: 'instanceid' }, wrong, 'instanceid'],
    ['no parameter', { Targets: named(1), TargetParameterName: undefined }, wrong, 'TargetParameterName is required'],
    ['a parameter without targets', {}, wrong, 'Targets are required'],
    ['an empty list of them', { Targets: [] }, wrong, 'Targets are required'],
    ['both kinds', { Targets: named(1), TargetMaps: [{ InstanceId: ['a'] }] }, wrong, 'Targets and TargetMaps'],
    ['an unknown key', { Targets: [{ Key: 'Instances', Values: ['a'] }] }, wrong, 'Target key can have only'],
    [
      'two tags',
      {
        Targets: [
          { Key: 'tag:a', Values: ['1'] },
          { Key: 'tag:b', Values: ['2'] },
        ],
      },
      wrong,
      'Only one resource group or tag can be specified at a time',
    ],
    [
      'two groups',
      { Targets: [{ Key: 'ResourceGroup', Values: ['a', 'b'] }] },
      wrong,
      'Only one resource group or tag can be specified at a time',
    ],
    ['a key without values', { Targets: [{ Key: 'ParameterValues', Values: [] }] }, 'InvalidTarget', 'no values'],
    [
      'a value the parameter does not allow',
      { Targets: [{ Key: 'ParameterValues', Values: ['ok', 'NOT OK'] }] },
      wrong,
      'NOT OK',
    ],
    [
      'a map with an unknown parameter',
      { TargetMaps: [{ InstanceId: ['a'] }, { Nope: ['b'] }], TargetParameterName: undefined },
      wrong,
      'Nope',
    ],
    ['another parameter that is unknown', { Targets: named(1), Parameters: { Nope: ['x'] } }, wrong, 'Nope'],
    ['Interactive mode', { Targets: named(1), Mode: 'Interactive' }, wrong, 'Interactive'],
    ['a concurrency of nothing', { Targets: named(1), MaxConcurrency: '0' }, 'ValidationException', 'maxConcurrency'],
    ['a concurrency of 101%', { Targets: named(1), MaxConcurrency: '101%' }, 'ValidationException', 'maxConcurrency'],
    ['errors that are no number', { Targets: named(1), MaxErrors: 'some' }, 'ValidationException', 'maxErrors'],
  ])('are refused with %s, and nothing starts', async (_, input, name, words) => {
    await expect(fleet.start({ TargetParameterName, ...input })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(words),
    });
    expect(await executions()).toBe(0);
  });

  it('are the values given, each once', async () => {
    const Targets = [
      { Key: 'ParameterValues', Values: ['b', 'a', 'b'] },
      { Key: 'InstanceIds', Values: ['i-1', 'a'] },
    ];
    expect(await targetsOf({ Targets })).toEqual(['b', 'a', 'i-1']);
    expect(fleet.aws.calls).toEqual([]);
  });

  it('take the place of the same parameter among the others', async () => {
    const Targets = [{ Key: 'ParameterValues', Values: ['a'] }];
    expect(await targetsOf({ Targets, Parameters: { InstanceId: [] } })).toEqual(['a']);
  });

  it('are the resources of a tag, of the document’s TargetType, page by page, under the runbook’s role', async () => {
    const role = 'arn:aws:iam::000000000000:role/operator';
    fleet.aws.on(
      'resourcegroupstaggingapi.GetResources',
      { ...tagged('instance/i-1', 'instance/i-2'), PaginationToken: 'more' },
      { ...tagged('instance/i-3'), PaginationToken: '' },
    );

    const Targets = [{ Key: 'tag:Stage', Values: ['prod', 'test'] }];
    const found = await targetsOf({ Targets, Parameters: { AutomationAssumeRole: [role] } });

    expect(found).toEqual(['i-1', 'i-2', 'i-3']);
    const input = {
      TagFilters: [{ Key: 'Stage', Values: ['prod', 'test'] }],
      ResourceTypeFilters: ['ec2:instance'],
      ResourcesPerPage: 100,
    };
    expect(fleet.aws.asked()).toEqual([
      ['resourcegroupstaggingapi.GetResources', input],
      ['resourcegroupstaggingapi.GetResources', { ...input, PaginationToken: 'more' }],
    ]);
    expect(fleet.aws.calls[0]).toMatchObject({ roleArn: role, region: 'us-east-1' });
  });

  it('are the members of a resource group', async () => {
    fleet.aws.on('resource-groups.ListGroupResources', {
      Resources: [{ Identifier: { ResourceArn: arn('instance/i-7'), ResourceType: 'AWS::EC2::Instance' } }],
    });
    expect(await targetsOf({ Targets: [{ Key: 'ResourceGroup', Values: ['web'] }] })).toEqual(['i-7']);
    expect(fleet.aws.asked()).toEqual([
      [
        'resource-groups.ListGroupResources',
        { Group: 'web', Filters: [{ Name: 'resource-type', Values: ['AWS::EC2::Instance'] }] },
      ],
    ]);
  });

  it.each(['InstanceIds', 'AWS::EC2::Instance'])('are all instances for %s *', async (Key) => {
    fleet.aws.on('ec2.DescribeInstances', {
      Reservations: [
        { Instances: [{ InstanceId: 'i-1' }, { InstanceId: 'i-2' }] },
        { Instances: [{ InstanceId: 'i-3' }] },
      ],
    });
    expect(await targetsOf({ Targets: [{ Key, Values: ['*'] }] })).toEqual(['i-1', 'i-2', 'i-3']);
  });

  it('that nothing has end with Success and no step', async () => {
    fleet.aws.on('resourcegroupstaggingapi.GetResources', tagged());
    const id = await fleet.start({ TargetParameterName, Targets: [{ Key: 'tag:Stage', Values: ['none'] }] });
    expect(await fleet.reach(id, 'Success')).toMatchObject({ StepExecutions: [] });
  });

  it('that were found and do not fit fail as their own step', async () => {
    fleet.aws.on('resourcegroupstaggingapi.GetResources', tagged('instance/ODD', 'instance/i-2'));
    const Targets = [{ Key: 'tag:Stage', Values: [] }];
    const id = await fleet.start({ TargetParameterName, Targets, MaxErrors: '1' });
    await fleet.settled();
    await fleet.succeed(id, 'i-2');

    const { StepExecutions: steps } = await fleet.reach(id, 'Success');

    expect(steps?.map(({ StepName, StepStatus }) => [StepName, StepStatus])).toEqual([
      ['ODD', 'Failed'],
      ['i-2', 'Success'],
    ]);
    expect(steps?.[0]?.FailureMessage).toMatch(/ODD/);
  });

  it.each([
    [new AwsUnusable('There are no AWS credentials.'), /There are no AWS credentials\.$/],
    [
      new AwsError({ code: 'AccessDeniedException', message: 'not yours', operation: 'GetResources', status: 400 }),
      /AccessDeniedException: not yours$/,
    ],
  ])('that AWS does not tell are InvalidTarget with its reason, and nothing starts', async (error, words) => {
    fleet.aws.on('resourcegroupstaggingapi.GetResources', error);
    const Targets = [{ Key: 'tag:Stage', Values: ['prod'] }];
    await expect(fleet.start({ TargetParameterName, Targets })).rejects.toMatchObject({
      name: 'InvalidTarget',
      message: expect.stringMatching(words),
      $metadata: { httpStatusCode: 400 },
    });
    expect(await executions()).toBe(0);
  });

  it('may be thousands, in one start and few reads', async () => {
    const ids = Array.from({ length: 5000 }, (_, place) => `instance/i-${place}`);
    fleet.aws.on('resourcegroupstaggingapi.GetResources', tagged(...ids));
    const id = await fleet.start({ TargetParameterName, Targets: [{ Key: 'tag:Stage', Values: ['prod'] }] });
    await fleet.settled();
    const reads: number[] = [];
    const list = fleet.ports.store.list.bind(fleet.ports.store);
    fleet.ports.store.list = async (query) => {
      const page = await list<never>(query);
      if (query.partition === `automation-execution#${id}`) reads.push(page.items.length);
      return page;
    };

    await fleet.succeed(id, 'i-0');

    expect(await fleet.waiting(id)).toEqual(['i-1', 'i-2']);
    expect(Math.max(...reads)).toBeLessThanOrEqual(30);
    expect(await fleet.execution(id)).toMatchObject({ ProgressCounters: { TotalSteps: 5000, SuccessSteps: 1 } });
  });

  it('are found by the TargetType that a document of AWS’s own has', async () => {
    const Content = JSON.stringify({
      schemaVersion: '0.3',
      parameters: { VolumeId: { type: 'String' } },
      mainSteps: [{ name: 'gate', action: 'aws:pause', inputs: {} }],
    });
    const Name = 'AWS-DetachEBSVolume';
    fleet.aws.on('ssm.GetDocument', { Name, DocumentVersion: '1', DocumentType: 'Automation', Content });
    fleet.aws.on('ssm.DescribeDocument', { Document: { Name, TargetType: '/AWS::EC2::Volume' } });
    fleet.aws.on('resourcegroupstaggingapi.GetResources', tagged('volume/vol-1'));
    const Targets = [{ Key: 'tag:Stage', Values: ['prod'] }];

    const id = await fleet.start({ DocumentName: Name, TargetParameterName: 'VolumeId', Targets });

    expect((await fleet.execution(id)).ResolvedTargets?.ParameterValues).toEqual(['vol-1']);
    expect(fleet.aws.asked().at(-1)?.[1]).toMatchObject({ ResourceTypeFilters: ['ec2:volume'] });
  });

  it('are whole ARNs where the parameter is one of a role', async () => {
    const Content = JSON.stringify({
      schemaVersion: '0.3',
      parameters: { Role: { type: 'AWS::IAM::Role::Arn' } },
      mainSteps: [{ name: 'gate', action: 'aws:pause', inputs: {} }],
    });
    await fleet.client.send(new CreateDocumentCommand({ Name: 'Roles', DocumentType: 'Automation', Content }));
    const role = 'arn:aws:iam::000000000000:role/one';
    fleet.aws.on('resourcegroupstaggingapi.GetResources', { ResourceTagMappingList: [{ ResourceARN: role }] });
    const Targets = [{ Key: 'tag:Stage', Values: ['prod'] }];
    expect(await targetsOf({ DocumentName: 'Roles', TargetParameterName: 'Role', Targets })).toEqual([role]);
  });
});
