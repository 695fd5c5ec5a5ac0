import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, refusal } from './in-time.ts';

const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'make',
  action: 'aws:createImage',
  inputs: { InstanceId: 'i-1', ImageName: 'mine', ...inputs },
  ...rest,
});
const image = (State: string) => ({ Images: [{ ImageId: 'ami-1', State }] });
const duplicate = refusal('CreateImage', 'InvalidAMIName.Duplicate');
// The clock of these tests begins at 2026-01-01T00:00:00Z.
const made = (CreationDate: string, SourceInstanceId = 'i-1') => ({
  Images: [{ ImageId: 'ami-7', State: 'pending', CreationDate, SourceInstanceId }],
});

describe('aws:createImage', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ec2.CreateImage', { ImageId: 'ami-1' });
  });

  it('makes an image and waits until it is available', async () => {
    running.aws.on('ec2.DescribeImages', image('pending'), image('available'));
    const BlockDeviceMappings = [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8 } }];

    const id = await running.run([step({ ImageDescription: 'd', NoReboot: true, BlockDeviceMappings })]);

    const { StepExecutions } = await inTime(running, id, { statuses: ['Success'] });
    expect(StepExecutions?.[0]?.Outputs).toEqual({ ImageId: ['ami-1'], ImageState: ['available'] });
    expect(running.aws.asked()).toEqual([
      ['ec2.CreateImage', { InstanceId: 'i-1', Name: 'mine', Description: 'd', NoReboot: true, BlockDeviceMappings }],
      ['ec2.DescribeImages', { ImageIds: ['ami-1'] }],
      ['ec2.DescribeImages', { ImageIds: ['ami-1'] }],
    ]);
  });

  it('takes the image it made before a crash for its own', async () => {
    running.aws.on('ec2.CreateImage', new Error('crash'), duplicate);
    running.aws.on('ec2.DescribeImages', made('2026-01-01T00:00:00+00:00'), image('available'));

    const id = await running.run([step()]);

    const { StepExecutions } = await inTime(running, id, { statuses: ['Success'] });
    expect(StepExecutions?.[0]?.Outputs).toEqual({ ImageId: ['ami-7'], ImageState: ['available'] });
    expect(running.aws.asked().slice(1)).toEqual([
      ['ec2.CreateImage', { InstanceId: 'i-1', Name: 'mine' }],
      ['ec2.DescribeImages', { Owners: ['self'], Filters: [{ Name: 'name', Values: ['mine'] }] }],
      ['ec2.DescribeImages', { ImageIds: ['ami-7'] }],
    ]);
  });

  it.each([
    ['older', made('2025-12-31T23:59:00+00:00')],
    ['of another instance', made('2026-01-01T00:00:00+00:00', 'i-2')],
    ['gone', { Images: [] }],
  ])('fails when the image of that name is %s', async (_case, found) => {
    running.aws.on('ec2.CreateImage', duplicate);
    running.aws.on('ec2.DescribeImages', found);
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain(
      'An error occurred (InvalidAMIName.Duplicate) when calling the CreateImage operation',
    );
  });

  it('fails when the image does', async () => {
    running.aws.on('ec2.DescribeImages', image('failed'));
    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['Failed'] });
    expect(FailureMessage).toContain(
      'Step fails when it is verifying the image is available. Image ami-1 entered unexpected state: failed.',
    );
  });

  it('times out', async () => {
    running.aws.on('ec2.DescribeImages', image('pending'));
    const id = await running.run([step({}, { timeoutSeconds: 100 })]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'] });
    expect(FailureMessage).toContain('Image ami-1 is not available.');
  });

  it('asks no more once it is cancelled', async () => {
    running.aws.on('ec2.DescribeImages', image('pending'));
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([]);
  });

  it.each([
    [{ InstanceId: '' }, 'InstanceId is required'],
    [{ ImageName: '' }, 'ImageName is required'],
    [{ BlockDeviceMappings: ['x'] }, 'BlockDeviceMappings must be a list of maps'],
    [{ NoReboot: 1 }, 'NoReboot must be true or false'],
  ])('refuses the inputs %j', async (inputs, message) => {
    const { FailureMessage } = await running.reach(await running.run([step(inputs)]), 'Failed');
    expect(FailureMessage).toContain(`validating and resolving the step inputs. ${message}`);
  });
});
