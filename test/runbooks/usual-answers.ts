import type { Answer } from './scenario.ts';

/** What AWS answers when nothing is unusual: roles can be assumed, nodes are online, commands succeed at once, tags show; all else is empty. */
export function usualAnswer(operation: string, input: object): Answer {
  return answers[operation]?.(input as Input) ?? {};
}

interface Input {
  RoleArn: string;
  Filters: { Values: string[] }[];
}

const Expiration = '2027-01-01T00:00:00Z';

const answers: Record<string, (input: Input) => Answer> = {
  'sts.AssumeRole': ({ RoleArn }) => ({
    Credentials: { AccessKeyId: `key of ${RoleArn}`, SecretAccessKey: 'secret', SessionToken: 'token', Expiration },
  }),
  'ssm.DescribeInstanceInformation': ({ Filters }) => ({
    InstanceInformationList: Filters.flatMap(({ Values }) => Values).map((InstanceId) => ({
      InstanceId,
      PingStatus: 'Online',
    })),
  }),
  'ssm.SendCommand': () => ({ Command: { CommandId: 'c-1', Status: 'Pending' } }),
  'ssm.ListCommands': () => ({ Commands: [{ CommandId: 'c-1', Status: 'Success' }] }),
  'ssm.ListCommandInvocations': () => ({ CommandInvocations: [] }),
  'ec2.DescribeTags': ({ Filters: [ids, keys, values] }) => ({
    Tags: (ids?.Values ?? []).flatMap((ResourceId) =>
      (keys?.Values ?? []).map((Key, at) => ({ ResourceId, Key, Value: values?.Values[at] ?? '' })),
    ),
  }),
};
