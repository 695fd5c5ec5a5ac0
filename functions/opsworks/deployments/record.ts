import { everyRecord } from '../../ports/every-record.ts';
import type { Deployment, DeploymentCommandName } from '@aws-sdk/client-opsworks';
import type { OpsworksCommandName } from '../../nodes/opsworks-order.ts';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored, Write } from '../../ports/store.ts';
import { newCommand, putCommand } from '../commands/record.ts';
import { deploymentKey, expiryOf } from './keys.ts';
import { isId } from '../stacks/record.ts';
import { wireTime } from '../wire-time.ts';

/** One instance of a deployment and the command it gets. */
export interface Target {
  instanceId: string;
  commandId: string;
}

/** What is to be run where; times in epoch milliseconds. */
export interface DeploymentRecord {
  id: string;
  stackId: string;
  order: string;
  createdAt: number;
  status: 'running' | 'successful' | 'failed';
  command: { name: OpsworksCommandName; args: Record<string, string[]> };
  /** Absent as long as nobody looked which instances are online: only with events for all of them. */
  targets?: Target[];
  appId?: string;
  comment?: string;
  customJson?: string;
  /** Who asked for it; absent where the life-cycle of an instance did. */
  iamUserArn?: string;
  /** Runs for the life-cycle of instances; the API shows its commands only. */
  isEvent?: true;
  /** How long a command may wait for its agent, and then how long it may run; an hour unless told. */
  timeoutSeconds?: number;
  completedAt?: number;
}

export type StoredDeployment = Stored<DeploymentRecord>;

const ofStack = (stackId: string): string => `opsworks-deployments#stack#${stackId}`;
const ofApp = (appId: string): string => `opsworks-deployments#app#${appId}`;

/** The listing of the deployments that run and were asked for in the month of `time`, such as `2026-11` in UTC. */
export const runningPartition = (time: number): string =>
  `opsworks-deployments#running#${new Date(time).toISOString().slice(0, 7)}`;

/** The change that writes a deployment. */
export function putDeployment(record: DeploymentRecord, expect: number): Write {
  const { id, stackId, appId, order, createdAt, status, isEvent } = record;
  const sort = `${order}#${id}`;
  const indexes = {
    ...(!isEvent && { listing: { partition: ofStack(stackId), sort } }),
    ...(!isEvent && appId !== undefined && { parent: { partition: ofApp(appId), sort } }),
    ...(status === 'running' && { status: { partition: runningPartition(createdAt), sort } }),
  };
  return { put: { ...deploymentKey(id), value: record, indexes, expires: expiryOf(createdAt) }, expect };
}

/** As many commands as are written together with their deployment; a write takes a hundred changes. */
export const atOnce = 80;

/** The changes that make a deployment with its first commands. */
export const deploymentWrites = (deployment: DeploymentRecord): Write[] => [
  putDeployment(deployment, 0),
  ...(deployment.targets ?? []).slice(0, atOnce).map((target) => putCommand(newCommand(deployment, target), 0)),
];

/** A deployment to be; one without targets is for all instances that are online when it begins. */
export function newDeployment(
  wanted: Omit<DeploymentRecord, 'id' | 'order' | 'createdAt' | 'status'>,
  { ids, clock }: Pick<Ports, 'ids' | 'clock'>,
): DeploymentRecord {
  const now = clock.now();
  return { ...wanted, id: ids.uuid(), order: nextOrder(now), createdAt: now, status: 'running' };
}

interface EventWish {
  stackId: string;
  name: OpsworksCommandName;
  instanceId?: string;
  timeoutSeconds?: number;
}

/** The time of a command, in seconds. */
export const timeoutOf = ({ timeoutSeconds = 3600 }: DeploymentRecord): number => timeoutSeconds;

/** What the life-cycle of instances runs on its own account: a command for one of them, or for all that are online. */
export const newEvent = (
  { stackId, name, instanceId, timeoutSeconds }: EventWish,
  ports: Pick<Ports, 'ids' | 'clock'>,
): DeploymentRecord =>
  newDeployment(
    {
      stackId,
      command: { name, args: {} },
      isEvent: true,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      ...(instanceId !== undefined && { targets: [{ instanceId, commandId: ports.ids.uuid() }] }),
    },
    ports,
  );

/** The deployment of an id; undefined when there is none. */
export const getDeployment = async (store: Store, id: string): Promise<StoredDeployment | undefined> =>
  isId(id) ? store.get<DeploymentRecord>(deploymentKey(id)) : undefined;

const most = 1000;
const mostBytes = 4_000_000;

/** The newest deployments of a stack or an app, as many as an answer can carry. */
export async function deploymentsOf(
  store: Store,
  { stackId, appId = '' }: { stackId?: string; appId?: string },
): Promise<DeploymentRecord[]> {
  const place =
    stackId !== undefined
      ? { index: 'listing' as const, partition: ofStack(stackId) }
      : { index: 'parent' as const, partition: ofApp(appId) };
  const all: DeploymentRecord[] = [];
  let bytes = 0;
  for await (const { value } of everyRecord<DeploymentRecord>(store, { ...place, descending: true })) {
    bytes += JSON.stringify(value).length;
    if (all.length === most || bytes > mostBytes) break;
    all.push(value);
  }
  return all;
}

/** A deployment as it is shown. */
export function deploymentView(record: DeploymentRecord): Deployment {
  const { id, stackId, appId, createdAt, completedAt, comment, command, customJson, iamUserArn } = record;
  return {
    DeploymentId: id,
    StackId: stackId,
    AppId: appId,
    CreatedAt: wireTime(createdAt),
    ...(completedAt !== undefined && {
      CompletedAt: wireTime(completedAt),
      Duration: Math.floor(completedAt / 1000) - Math.floor(createdAt / 1000),
    }),
    IamUserArn: iamUserArn,
    Comment: comment,
    Command: { Name: command.name as DeploymentCommandName, Args: command.args },
    Status: record.status,
    CustomJson: customJson,
    InstanceIds: (record.targets ?? []).map(({ instanceId }) => instanceId),
  };
}
