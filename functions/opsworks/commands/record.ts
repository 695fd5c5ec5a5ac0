import { allRecords } from '../../ports/every-record.ts';
import type { Command } from '@aws-sdk/client-opsworks';
import { getCommand } from '../../nodes/command.ts';
import { logUrl } from '../../nodes/log.ts';
import type { OpsworksCommandName } from '../../nodes/opsworks-order.ts';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { deploymentPartition, expiryOf } from '../deployments/keys.ts';
import type { DeploymentRecord, Target } from '../deployments/record.ts';
import { isId } from '../stacks/record.ts';
import { wireTime } from '../wire-time.ts';

/** What one instance does for a deployment; times in epoch milliseconds. */
export interface CommandRecord {
  id: string;
  stackId: string;
  deploymentId: string;
  instanceId: string;
  type: OpsworksCommandName;
  order: string;
  createdAt: number;
  status: 'pending' | 'successful' | 'failed' | 'skipped';
  isEvent?: true;
  /** Completes the wait of the machine. */
  token?: string;
  /** When SSM Run Command was about to be asked, and what it calls the command: of instances without an agent of ours. */
  askedAt?: number;
  runCommandId?: string;
  acknowledgedAt?: number;
  completedAt?: number;
  exitCode?: number;
}

export type StoredCommand = Stored<CommandRecord>;

const prefix = 'command#';

const commandKey = ({ deploymentId, id }: Pick<CommandRecord, 'deploymentId' | 'id'>): Key => ({
  partition: deploymentPartition(deploymentId),
  sort: prefix + id,
});

const ofInstance = (instanceId: string): string => `opsworks-commands#${instanceId}`;
const byId = (id: string): string => `opsworks-command#${id}`;

/** The change that writes a command. */
export const putCommand = (record: CommandRecord, expect: number): Write => ({
  put: {
    ...commandKey(record),
    value: record,
    indexes: {
      listing: { partition: ofInstance(record.instanceId), sort: `${record.order}#${record.id}` },
      parent: { partition: byId(record.id), sort: 'command' },
    },
    expires: expiryOf(record.createdAt),
  },
  expect,
});

/** A command of a deployment that has just been asked for. */
export const newCommand = (deployment: DeploymentRecord, { instanceId, commandId }: Target): CommandRecord => ({
  id: commandId,
  stackId: deployment.stackId,
  deploymentId: deployment.id,
  instanceId,
  type: deployment.command.name,
  order: nextOrder(deployment.createdAt),
  createdAt: deployment.createdAt,
  status: 'pending',
  ...(deployment.isEvent && { isEvent: true }),
});

/** How a deployment and one of its commands are named. */
export interface CommandName {
  deploymentId: string;
  commandId: string;
}

/** The id that a command has among those of its node. */
export const nodeCommandId = ({ deploymentId, commandId }: CommandName): string =>
  `opsworks/${deploymentId}/${commandId}`;

/** The command that a node's command is for. */
export function commandNamed(nodeCommand: string): CommandName {
  const [, deploymentId = '', commandId = ''] = nodeCommand.split('/');
  return { deploymentId, commandId };
}

/** A command of a deployment. */
export const commandOf = (store: Store, { deploymentId, commandId }: CommandName): Promise<StoredCommand | undefined> =>
  store.get<CommandRecord>(commandKey({ deploymentId, id: commandId }));

/** All commands of a deployment. */
export const commandsOf = (store: Store, deploymentId: string): Promise<StoredCommand[]> =>
  allRecords<CommandRecord>(store, { partition: deploymentPartition(deploymentId), prefix, limit: 1000 });

/** The command of an id; undefined when there is none. */
export async function findCommand(store: Store, id: string): Promise<StoredCommand | undefined> {
  if (!isId(id)) return undefined;
  const page = await store.list<CommandRecord>({ index: 'parent', partition: byId(id), limit: 1 });
  return page.items[0];
}

/** The newest commands of an instance. */
export async function newestCommands(store: Store, instanceId: string, limit: number): Promise<StoredCommand[]> {
  const place = { index: 'listing' as const, partition: ofInstance(instanceId) };
  return (await store.list<CommandRecord>({ ...place, descending: true, limit })).items;
}

/** How long a log's URL is good, in seconds. Source: https://docs.aws.amazon.com/opsworks/latest/userguide/troubleshoot-debug-log.html */
const urlSeconds = 7200;

/** A command as it is shown, with what its node knows of it. */
export async function commandView(
  record: CommandRecord,
  { store, objects }: Pick<Ports, 'store' | 'objects'>,
): Promise<Command> {
  const { id, deploymentId, completedAt, exitCode, isEvent } = record;
  const isOver = completedAt !== undefined;
  const ofNode = nodeCommandId({ deploymentId, commandId: id });
  const acknowledgedAt = record.acknowledgedAt ?? (isOver ? undefined : (await getCommand(ofNode, store))?.beganAt);
  return {
    CommandId: id,
    InstanceId: record.instanceId,
    DeploymentId: isEvent ? undefined : deploymentId,
    CreatedAt: wireTime(record.createdAt),
    AcknowledgedAt: acknowledgedAt === undefined ? undefined : wireTime(acknowledgedAt),
    CompletedAt: isOver ? wireTime(completedAt) : undefined,
    Status: record.status,
    ExitCode: exitCode,
    LogUrl: isOver ? await logUrl(ofNode, objects, urlSeconds) : undefined,
    Type: record.type,
  };
}
