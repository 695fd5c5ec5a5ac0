import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, refusal } from './in-time.ts';

const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'copy',
  action: 'aws:copyImage',
  inputs: { SourceImageId: 'ami-0', SourceRegion: 'eu-west-1', ImageName: 'mine', ...inputs },
  ...rest,
});
const image = (State: string) => ({ Images: [{ ImageId: 'ami-1', State, StateReason: { Message: 'because' } }] });
const asks = ['ec2.DescribeImages', { ImageIds: ['ami-1'] }];
const token = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('aws:copyImage', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ec2.CopyImage', { ImageId: 'ami-1' });
  });

  it('copies an image and waits until the copy is available', async () => {
    const notYet = refusal('DescribeImages', 'InvalidAMIID.NotFound');
    running.aws.on('ec2.DescribeImages', notYet, { Images: [] }, image('pending'), image('available'));

    const id = await running.run([step({ ImageDescription: '' })]);

    const { StepExecutions } = await inTime(running, id, { statuses: ['Success'] });
    expect(StepExecutions?.[0]?.Outputs).toEqual({ ImageId: ['ami-1'], ImageState: ['available'] });
    expect(running.aws.asked()).toEqual([
      ['ec2.CopyImage', { SourceImageId: 'ami-0', SourceRegion: 'eu-west-1', Name: 'mine', ClientToken: token }],
      asks,
      asks,
      asks,
      asks,
    ]);
  });

  it('sends every input', async () => {
    running.aws.on('ec2.DescribeImages', image('available'));
    const inputs = { ImageDescription: 'd', Encrypted: true, KmsKeyId: 'k', ClientToken: 'mine' };

    await inTime(running, await running.run([step(inputs)]), { statuses: ['Success'] });

    expect(running.aws.calls[0]?.input).toEqual({
      SourceImageId: 'ami-0',
      SourceRegion: 'eu-west-1',
      Name: 'mine',
      Description: 'd',
      Encrypted: true,
      KmsKeyId: 'k',
      ClientToken: 'mine',
    });
  });

  it('sends the same token when it is repeated after a crash', async () => {
    running.aws.on('ec2.CopyImage', new Error('crash'), { ImageId: 'ami-1' });
    running.aws.on('ec2.DescribeImages', image('available'));
    await inTime(running, await running.run([step()]), { statuses: ['Success'] });
    expect(running.aws.calls[0]?.input).toEqual(running.aws.calls[1]?.input);
  });

  it('fails when the image does', async () => {
    running.aws.on('ec2.DescribeImages', image('failed'));
    const { FailureMessage, StepExecutions } = await inTime(running, await running.run([step()]), {
      statuses: ['Failed'],
    });
    expect(FailureMessage).toBe(
      'Step fails when it is verifying the image is available. Image ami-1 entered unexpected state: failed: because. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
    );
    expect(StepExecutions?.[0]?.Outputs).toEqual({ ImageId: ['ami-1'], ImageState: ['failed'] });
  });

  it('fails with the error of the API', async () => {
    running.aws.on('ec2.CopyImage', refusal('CopyImage', 'InvalidAMIID.NotFound'));
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain(
      'An error occurred (InvalidAMIID.NotFound) when calling the CopyImage operation: no',
    );
  });

  it.each([
    [{}, 43_200_000, 60],
    [{ timeoutSeconds: 10 }, 10_000, 1],
  ])('times out with %j', async (rest, milliseconds, seconds) => {
    const begin = running.clock.now();
    running.aws.on('ec2.DescribeImages', image('pending'));
    const id = await running.run([step({}, rest)]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'], seconds });
    expect(FailureMessage).toContain(
      'Step timed out while step is verifying the image is available. Image ami-1 is not available.',
    );
    expect(running.clock.now() - begin).toBe(milliseconds);
  });

  it('asks no more once it is cancelled', async () => {
    running.aws.on('ec2.DescribeImages', image('pending'));
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([]);
  });

  it.each(['SourceImageId', 'SourceRegion', 'ImageName'])('needs %s', async (name) => {
    const { FailureMessage } = await running.reach(await running.run([step({ [name]: '' })]), 'Failed');
    expect(FailureMessage).toContain(`validating and resolving the step inputs. ${name} is required`);
  });
});
