import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, pass, refusal } from './in-time.ts';

const step = (rest: object = {}) => ({
  name: 'delete',
  action: 'aws:deleteImage',
  inputs: { ImageId: 'ami-1' },
  ...rest,
});
const image = {
  Images: [
    {
      ImageId: 'ami-1',
      BlockDeviceMappings: [
        { DeviceName: 'a', Ebs: { SnapshotId: 'snap-1' } },
        { DeviceName: 'b', VirtualName: 'ephemeral0' },
        { DeviceName: 'c', Ebs: { SnapshotId: 'snap-2' } },
      ],
    },
  ],
};
const inUse = refusal('DeleteSnapshot', 'InvalidSnapshot.InUse');
const deletes = (SnapshotId: string) => ['ec2.DeleteSnapshot', { SnapshotId }];

describe('aws:deleteImage', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ec2.DescribeImages', image);
    running.aws.on('ec2.DeregisterImage', {});
    running.aws.on('ec2.DeleteSnapshot', {});
  });

  it('deregisters an image and deletes its snapshots', async () => {
    await inTime(running, await running.run([step()]), { statuses: ['Success'] });
    expect(running.aws.asked()).toEqual([
      ['ec2.DescribeImages', { ImageIds: ['ami-1'] }],
      ['ec2.DeregisterImage', { ImageId: 'ami-1' }],
      deletes('snap-1'),
      deletes('snap-2'),
    ]);
  });

  it('tries the snapshots again that are still in use', async () => {
    running.aws.on('ec2.DeleteSnapshot', inUse, {}, inUse, {});
    await inTime(running, await running.run([step()]), { statuses: ['Success'] });
    expect(running.aws.asked().slice(2)).toEqual(['snap-1', 'snap-2', 'snap-1', 'snap-1'].map(deletes));
  });

  it('finishes after a crash in the middle', async () => {
    running.aws.on('ec2.DeregisterImage', {}, refusal('DeregisterImage', 'InvalidAMIID.Unavailable'));
    const gone = refusal('DeleteSnapshot', 'InvalidSnapshot.NotFound');
    running.aws.on('ec2.DeleteSnapshot', {}, new Error('crash'), gone, {});

    await inTime(running, await running.run([step()]), { statuses: ['Success'] });

    expect(running.aws.asked().slice(1)).toEqual([
      ['ec2.DeregisterImage', { ImageId: 'ami-1' }],
      deletes('snap-1'),
      deletes('snap-2'),
      ['ec2.DeregisterImage', { ImageId: 'ami-1' }],
      deletes('snap-1'),
      deletes('snap-2'),
    ]);
  });

  it('fails when there is no such image', async () => {
    running.aws.on('ec2.DescribeImages', { Images: [] });
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain('Image ami-1 does not exist');
  });

  it.each([
    ['DescribeImages', 'Execute/Cancelling action'],
    ['DeregisterImage', 'deleting the image and its snapshots'],
    ['DeleteSnapshot', 'deleting the image and its snapshots'],
  ])('fails when %s is refused', async (operation, phase) => {
    running.aws.on(`ec2.${operation}`, refusal(operation, 'UnauthorizedOperation', 403));
    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['Failed'] });
    expect(FailureMessage).toContain(
      `Step fails when it is ${phase}. An error occurred (UnauthorizedOperation) when calling the ${operation} operation: no`,
    );
  });

  it('times out after an hour when a snapshot stays in use', async () => {
    const begin = running.clock.now();
    running.aws.on('ec2.DeleteSnapshot', inUse);
    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['TimedOut'] });
    expect(FailureMessage).toContain('Snapshots: [snap-1, snap-2] are not deleted.');
    expect(running.clock.now() - begin).toBe(3_600_000);
  });

  it('deletes no more once it is cancelled', async () => {
    running.aws.on('ec2.DeleteSnapshot', inUse);
    const id = await running.run([step()]);
    await running.settled();
    await pass(running, 2);
    expect(await askedAfterStop(running, id)).toEqual([]);
  });
});
