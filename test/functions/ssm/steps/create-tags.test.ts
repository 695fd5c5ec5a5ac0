import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, refusal } from './in-time.ts';

const Tags = [
  { Key: 'a', Value: '1' },
  { Key: 'b', Value: '2' },
];
const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'tag',
  action: 'aws:createTags',
  inputs: { ResourceIds: ['i-1', 'i-2'], Tags, ...inputs },
  ...rest,
});
const on = (ResourceId: string, tags = Tags) => tags.map((tag) => ({ ResourceId, ResourceType: 'instance', ...tag }));
const Filters = [
  { Name: 'resource-id', Values: ['i-1', 'i-2'] },
  { Name: 'key', Values: ['a', 'b'] },
  { Name: 'value', Values: ['1', '2'] },
];

describe('aws:createTags', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ec2.CreateTags', {});
  });

  it('tags EC2 resources and sees the tags at once, on two pages', async () => {
    running.aws.on('ec2.DescribeTags', { Tags: on('i-1'), NextToken: 'more' }, { Tags: on('i-2') });

    await running.reach(await running.run([step()]), 'Success');

    expect(running.aws.asked()).toEqual([
      ['ec2.CreateTags', { Resources: ['i-1', 'i-2'], Tags }],
      ['ec2.DescribeTags', { Filters }],
      ['ec2.DescribeTags', { Filters, NextToken: 'more' }],
    ]);
  });

  it('waits until every tag shows with its value', async () => {
    const old = [{ Key: 'b', Value: '1' }];
    const partly = { Tags: [...on('i-1'), ...on('i-2', [{ Key: 'a', Value: '1' }, ...old])] };
    running.aws.on('ec2.DescribeTags', { Tags: [] }, partly, { Tags: [...on('i-1'), ...on('i-2')] });

    await inTime(running, await running.run([step()]), { statuses: ['Success'] });

    expect(running.aws.calls.map(({ operation }) => operation)).toEqual([
      'CreateTags',
      'DescribeTags',
      'DescribeTags',
      'DescribeTags',
    ]);
  });

  it.each(['ManagedInstance', 'MaintenanceWindow', 'Parameter'])(
    'tags a %s through Systems Manager',
    async (ResourceType) => {
      running.aws.on('ssm.AddTagsToResource', {});
      running.aws.on('ssm.ListTagsForResource', { TagList: [] }, { TagList: Tags });

      const id = await running.run([step({ ResourceType, ResourceIds: ['x-1'] })]);

      await inTime(running, id, { statuses: ['Success'] });
      expect(running.aws.asked()).toEqual([
        ['ssm.AddTagsToResource', { ResourceType, ResourceId: 'x-1', Tags }],
        ['ssm.ListTagsForResource', { ResourceType, ResourceId: 'x-1' }],
        ['ssm.ListTagsForResource', { ResourceType, ResourceId: 'x-1' }],
      ]);
    },
  );

  it('fails with the error of the API', async () => {
    running.aws.on('ec2.CreateTags', refusal('CreateTags', 'InvalidInstanceID.NotFound'));
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain(
      'An error occurred (InvalidInstanceID.NotFound) when calling the CreateTags operation: no',
    );
  });

  it('times out when a tag never shows', async () => {
    running.aws.on('ec2.DescribeTags', { Tags: on('i-1') });
    const id = await running.run([step({}, { timeoutSeconds: 60 })]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'] });
    expect(FailureMessage).toContain(
      'Step timed out while step is verifying the tags have been created. The tag a of i-2 does not show.',
    );
  });

  it('asks no more once it is cancelled', async () => {
    running.aws.on('ec2.DescribeTags', { Tags: [] });
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([]);
  });

  it.each([
    [{ ResourceType: 'Parameter' }, 'ResourceIds names 2 resources, but only one of type Parameter can be tagged'],
    [
      { ResourceType: 'S3' },
      'ResourceType is S3, but must be one of EC2, ManagedInstance, MaintenanceWindow, Parameter',
    ],
    [{ Tags: [] }, 'Tags is required'],
    [{ Tags: [{ Value: 'x' }] }, 'Tags must be a list of maps, each with the texts Key and Value'],
    [{ ResourceIds: '' }, 'ResourceIds is required'],
  ])('refuses the inputs %j', async (inputs, message) => {
    const { FailureMessage } = await running.reach(await running.run([step(inputs)]), 'Failed');
    expect(FailureMessage).toContain(`validating and resolving the step inputs. ${message}`);
    expect(running.aws.calls).toEqual([]);
  });
});
