import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { IndexName, Item, Key, Store, Stored } from '../../ports/store.ts';
import type { HeatCall } from '../call.ts';
import { deploymentNotFound } from '../errors.ts';
import { type Kept, kept } from '../kept.ts';
import { type Settings, timeText } from '../settings.ts';

/** A software deployment as stored; times in epoch milliseconds. */
export interface DeploymentRecord {
  id: string;
  project: string;
  /** A second project that sees it. */
  stackUserProject?: string;
  server: string;
  configId: string;
  /** There where the config was derived here: it goes with the deployment, and this is what it was derived from. */
  derivedFrom?: string;
  inputValues: Kept;
  outputValues: Kept;
  action: Json;
  status: Json;
  statusReason: string;
  creationTime: number;
  updatedTime?: number;
  /** Its place among the project's. */
  order: string;
  /** There where somebody said how long it may be IN_PROGRESS. */
  watch?: Watch;
  /** The object of the project's that the machine signals by (`container/object`). */
  signalObject?: string;
}

/** The machine that ends a deployment which takes too long; `generation` counts its machines from 1. */
export interface Watch {
  seconds: number;
  until: number;
  generation: number;
}

/** In progress: the one status that means something. */
export const isInProgress = ({ status }: Pick<DeploymentRecord, 'status'>): boolean => status === 'IN_PROGRESS';

const partitionOf = (id: string) => `heat-deployment#${id}`;

export const deploymentKey = (id: string): Key => ({ partition: partitionOf(id), sort: 'deployment' });

/** Where the tokens of its machine are. */
export const waitKey = (id: string): Key => ({ partition: partitionOf(id), sort: 'wait' });

/** All deployments of a project, oldest first. */
export const projectPartition = (project: string) => `heat-deployments#${project}`;

/** All deployments of a project to a server; both may be any text, so their digest names them. */
export const serverPartition = (project: string, server: string) =>
  `heat-server#${hash('sha256', JSON.stringify([project, server]), 'base64url')}`;

/** What a project sees though it belongs to another one. */
export const visitorPartition = (project: string) => `heat-visits#${project}`;

/** What a project sees of another's. */
export interface Visit {
  id: string;
}

const shards = '0123456789abcdef';

/** Those whose machine is at work, spread so that no partition is written by all. */
export const watchedPartitions = [...shards].map((shard) => `heat-watched#${shard}`);

const watchedPartition = (id: string) => `heat-watched#${id[0] ?? '0'}`;

/** A deployment as an item of the store. */
export function deploymentItem(value: DeploymentRecord): Item<DeploymentRecord> {
  const { id, project, server, order: sort } = value;
  const indexes: Partial<Record<IndexName, Key>> = {
    listing: { partition: projectPartition(project), sort },
    parent: { partition: serverPartition(project, server), sort },
  };
  if (value.watch && isInProgress(value)) indexes.status = { partition: watchedPartition(id), sort };
  return { ...deploymentKey(id), value, indexes };
}

const longestId = 255;

/** A deployment by id, whosever it is. */
export const findDeployment = async (store: Store, id: string): Promise<Stored<DeploymentRecord> | undefined> =>
  id.length > longestId || !id.isWellFormed() ? undefined : store.get<DeploymentRecord>(deploymentKey(id));

/** A deployment that a caller sees: of the project, or shown to it. Throws NotFound. */
export async function deploymentOf(
  store: Store,
  { project, identity }: Pick<HeatCall, 'project' | 'identity'>,
  id: string,
): Promise<Stored<DeploymentRecord>> {
  const stored = await findDeployment(store, id);
  const isSeen = stored?.value.project === project || stored?.value.stackUserProject === project;
  const isOfServer = identity?.server === undefined || stored?.value.server === identity.server;
  if (!stored || !isSeen || !isOfServer) throw deploymentNotFound(id);
  return stored;
}

/** A deployment in full. */
export async function shownDeployment(
  record: DeploymentRecord,
  ports: Pick<Ports, 'objects'>,
  settings: Settings,
): Promise<JsonObject> {
  return {
    id: record.id,
    server_id: record.server,
    config_id: record.configId,
    input_values: await kept(record.inputValues, ports),
    output_values: await kept(record.outputValues, ports),
    action: record.action,
    status: record.status,
    status_reason: record.statusReason,
    creation_time: timeText(record.creationTime, settings),
    ...(record.updatedTime !== undefined && { updated_time: timeText(record.updatedTime, settings) }),
  };
}
