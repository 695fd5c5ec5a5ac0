import type { Instance } from '@aws-sdk/client-opsworks';
import type { Stored } from '../../ports/store.ts';
import { invalid } from '../errors.ts';

/** The statuses of the API that an instance has here; `connection_lost` and `running_setup` are found out when somebody asks, not kept. */
export type InstanceStatus =
  | 'assigning'
  | 'connection_lost'
  | 'deregistering'
  | 'online'
  | 'registered'
  | 'registering'
  | 'running_setup'
  | 'setup_failed'
  | 'stopped'
  | 'unassigning';

/** What a user, or the machine itself, says about an instance. */
export type InstanceSettings = Omit<
  Instance,
  'InstanceId' | 'StackId' | 'Arn' | 'CreatedAt' | 'LayerIds' | 'Status' | 'LastServiceErrorId'
> & { Hostname: string };

/** An instance as stored; times in epoch milliseconds. Its agent's node has the same id. */
export interface InstanceRecord {
  id: string;
  stackId: string;
  order: string;
  createdAt: number;
  settings: InstanceSettings;
  layerIds: string[];
  status: Exclude<InstanceStatus, 'connection_lost' | 'running_setup'>;
  /** The setup command it got last, as its node names it. */
  setup?: string;
  /** Whether the others were told that its agent fell silent. */
  isLost?: true;
  /** Its commands go through SSM Run Command, until an agent of ours comes for it. */
  isManaged?: true;
  lastServiceErrorId?: string;
}

export type StoredInstance = Stored<InstanceRecord>;

/** Whether it is a machine that was registered, not a record of one that EC2 would have. */
export const isRegistered = ({ settings }: InstanceRecord): boolean => settings.RegisteredBy !== undefined;

/** Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_RegisterInstance.html */
const hostname = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** As many as one deployment can reach in one execution of its machine. */
const most = 1000;

/** Refuses one instance more than a stack can have. */
export function checkCount(others: readonly StoredInstance[]): void {
  if (others.length >= most) throw invalid(`A stack has at most ${most} instances`);
}

/** Refuses a host name that no machine can have or that another instance of the stack has. */
export function checkHostname(name: string, others: readonly StoredInstance[]): void {
  if (!hostname.test(name))
    throw invalid(
      `${name} is no valid host name: it has 1 to 63 of the characters a-z, 0-9 and -, and begins and ends with none of -`,
    );
  if (others.some(({ value }) => value.settings.Hostname === name))
    throw invalid(`There is already an instance with hostname "${name}" for this stack`);
}

/** The first host name of the form `web1` that no instance of the stack has. */
export function suggestedHostname(shortname: string, instances: readonly StoredInstance[]): string {
  const plain =
    shortname
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 55) || 'node';
  const taken = new Set(instances.map(({ value }) => value.settings.Hostname));
  let number = 1;
  while (taken.has(`${plain}${number}`)) number += 1;
  return `${plain}${number}`;
}
