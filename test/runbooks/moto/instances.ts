import { textAt } from '../../../functions/ssm/steps/answers.ts';
import { approval, type Ask, AutomationAssumeRole, type MotoCase } from './moto-case.ts';

const awslabs = 'awslabs_aws-systems-manager__aws-';

async function imageId(ask: Ask): Promise<string> {
  return textAt('$.Images[0].ImageId', await ask('ec2', 'DescribeImages'));
}

async function instance(ask: Ask): Promise<string> {
  const input = { ImageId: await imageId(ask), MinCount: 1, MaxCount: 1 };
  return textAt('$.Instances[0].InstanceId', await ask('ec2', 'RunInstances', input));
}

const stateOf = async (ask: Ask, [id = '']: string[] = []) => {
  const answer = await ask('ec2', 'DescribeInstances', { InstanceIds: [id] });
  return textAt('$.Reservations[0].Instances[0].State.Name', answer);
};

/** Runbooks that start, stop, make and image instances. */
export const instances: MotoCase[] = [
  {
    name: 'stops an instance once it is approved',
    runbook: `${awslabs}StopEC2InstanceWithApproval.json`,
    prepare: async (ask) => ({ InstanceId: [await instance(ask)], ...approval, AutomationAssumeRole }),
    check: async (ask, { InstanceId }) => expect(await stateOf(ask, InstanceId)).toBe('stopped'),
  },
  {
    name: 'starts an instance once it is approved',
    runbook: `${awslabs}StartEC2InstanceWithApproval.json`,
    prepare: async (ask) => {
      const InstanceId = [await instance(ask)];
      await ask('ec2', 'StopInstances', { InstanceIds: InstanceId });
      return { InstanceId, ...approval };
    },
    check: async (ask, { InstanceId }) => expect(await stateOf(ask, InstanceId)).toBe('running'),
  },
  {
    name: 'restarts two instances',
    runbook: `${awslabs}RestartEC2Instance.json`,
    prepare: async (ask) => ({ InstanceId: [await instance(ask), await instance(ask)], AutomationAssumeRole }),
    check: async (ask, { InstanceId = [] }, { StepExecutions = [] }) => {
      for (const id of InstanceId) expect(await stateOf(ask, [id])).toBe('running');
      expect(StepExecutions.map(({ Outputs }) => Outputs)).toEqual([
        { InstanceStates: ['stopped', 'stopped'] },
        { InstanceStates: ['running', 'running'] },
      ]);
    },
  },
  {
    name: 'terminates an instance',
    runbook: `${awslabs}TerminateEC2Instance.json`,
    prepare: async (ask) => ({ InstanceId: [await instance(ask)] }),
    check: async (ask, { InstanceId }) => expect(await stateOf(ask, InstanceId)).toBe('terminated'),
  },
  {
    name: 'launches an instance with its tags',
    runbook: 'launch-instance.yaml',
    prepare: async (ask) => ({ ImageId: [await imageId(ask)], Name: ['web'] }),
    check: async (ask, _, { Outputs }) => {
      const InstanceIds = Outputs?.['launch.InstanceIds'] ?? [];
      expect(await ask('ec2', 'DescribeInstances', { InstanceIds })).toMatchObject({
        Reservations: [
          {
            Instances: [
              { InstanceType: 't3.small', State: { Name: 'running' }, Tags: [{ Key: 'Name', Value: 'web' }] },
            ],
          },
        ],
      });
    },
  },
  {
    name: 'makes an image, tags it and copies it',
    runbook: 'golden-image.yaml',
    prepare: async (ask) => ({ InstanceId: [await instance(ask)], ImageName: ['golden'] }),
    check: async (ask, _, { Outputs }) => {
      const ImageIds = [...(Outputs?.['createImage.ImageId'] ?? []), ...(Outputs?.['copyImage.ImageId'] ?? [])];
      const { Images } = await ask('ec2', 'DescribeImages', { ImageIds });
      expect(Images).toMatchObject([
        { Name: 'golden', State: 'available', Tags: [{ Key: 'Stage', Value: 'candidate' }] },
        { Name: 'golden-copy', State: 'available' },
      ]);
    },
  },
  {
    name: 'deletes an image with its snapshots',
    runbook: `${awslabs}DeleteImage.json`,
    prepare: async (ask) => {
      const input = { InstanceId: await instance(ask), Name: 'old' };
      return { ImageId: [textAt('$.ImageId', await ask('ec2', 'CreateImage', input))] };
    },
    check: async (ask, { ImageId = [] }) => {
      expect(await ask('ec2', 'DescribeImages', { ImageIds: ImageId })).toMatchObject({ Images: [] });
    },
  },
  {
    name: 'detaches a volume and tags it',
    runbook: 'adhorn_chaos-ssm-documents__detach-ebs-api-2.yaml',
    prepare: async (ask) => {
      const InstanceId = await instance(ask);
      const shown = await ask('ec2', 'DescribeInstances', { InstanceIds: [InstanceId] });
      const zone = textAt('$.Reservations[0].Instances[0].Placement.AvailabilityZone', shown);
      const volume = await ask('ec2', 'CreateVolume', { AvailabilityZone: zone, Size: 8 });
      const VolumeId = textAt('$.VolumeId', volume);
      await ask('ec2', 'CreateTags', { Resources: [VolumeId], Tags: [{ Key: 'chaos', Value: 'allowed' }] });
      await ask('ec2', 'AttachVolume', { VolumeId, InstanceId, Device: '/dev/sdf' });
      return { VolumeId: [VolumeId], TagName: ['chaos'], TagValue: ['allowed'], AutomationAssumeRole };
    },
    check: async (ask, { VolumeId = [] }, { Outputs }) => {
      const [id = ''] = Outputs?.['describeVolume.InstanceId'] ?? [];
      const tag = { Key: 'chaosAction', Value: `Detachedfrom"${id}"ofType/dev/sdf` };
      expect(await ask('ec2', 'DescribeVolumes', { VolumeIds: VolumeId })).toMatchObject({
        Volumes: [{ State: 'available', Attachments: [], Tags: expect.arrayContaining([tag]) }],
      });
    },
  },
  {
    name: 'gives an instance its profile',
    runbook: 'awslabs_landing-zone-accelerator-on-aws__attach-iam-instance-profile.yaml',
    prepare: async (ask) => {
      await ask('iam', 'CreateInstanceProfile', { InstanceProfileName: 'web' });
      return { IamInstanceProfile: ['web'], InstanceId: [await instance(ask)], AutomationAssumeRole };
    },
    check: async (ask, { InstanceId = [] }) => {
      const Filters = [{ Name: 'instance-id', Values: InstanceId }];
      expect(await ask('ec2', 'DescribeIamInstanceProfileAssociations', { Filters })).toMatchObject({
        IamInstanceProfileAssociations: [
          { State: 'associated', IamInstanceProfile: { Arn: expect.stringMatching(/:instance-profile\/web$/) } },
        ],
      });
    },
  },
  {
    name: 'encrypts new volumes from now on',
    runbook:
      'aws-solutions_automated-security-response-on-aws__source_remediation_runbooks_EnableEbsEncryptionByDefault.yaml',
    prepare: async () => ({ AutomationAssumeRole }),
    check: async (ask) =>
      expect(await ask('ec2', 'GetEbsEncryptionByDefault')).toMatchObject({ EbsEncryptionByDefault: true }),
  },
];
