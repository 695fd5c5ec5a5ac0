import type { Json, JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Item, Key, Store, Stored, Write } from '../../ports/store.ts';
import { configNotFound } from '../errors.ts';
import { type Kept, kept } from '../kept.ts';
import { type Settings, timeText } from '../settings.ts';

/** A software config as stored; it never changes. `creationTime` in epoch milliseconds, `order` its place among the project's. */
export interface ConfigRecord {
  id: string;
  project: string;
  name: Json;
  group: Json;
  creationTime: number;
  order: string;
  /** config, inputs, outputs, options. */
  content: Kept;
  /** Somebody is about to delete it: no deployment may begin to use it. */
  isGoing?: true;
}

/** What a config says. */
export interface ConfigContent {
  config: Json;
  inputs: JsonObject[];
  outputs: JsonObject[];
  options: Json;
}

/** What lists show. */
export type ConfigSummary = Pick<ConfigRecord, 'id' | 'name' | 'group' | 'creationTime'>;

const partitionOf = (id: string) => `heat-config#${id}`;

export const configKey = (id: string): Key => ({ partition: partitionOf(id), sort: 'config' });

/** A note that a deployment uses a config; configs of others may be used, so it stands with the config. */
export const useKey = (configId: string, deploymentId: string): Key => ({
  partition: partitionOf(configId),
  sort: `use#${deploymentId}`,
});

/** All configs of a project, oldest first; a summary each, for content may be long. */
export const listPartition = (project: string) => `heat-configs#${project}`;

/** The writes that make a config. */
export function configCreation(record: ConfigRecord): Write[] {
  const { id, name, group, creationTime } = record;
  const summary: Item<ConfigSummary> = {
    partition: listPartition(record.project),
    sort: record.order,
    value: { id, name, group, creationTime },
  };
  return [
    { put: { ...configKey(id), value: record }, expect: 0 },
    { put: summary, expect: 0 },
  ];
}

/** The writes that take a config away. */
export const configRemoval = ({ value, version }: Stored<ConfigRecord>): Write[] => [
  { remove: configKey(value.id), expect: version },
  { remove: { partition: listPartition(value.project), sort: value.order }, expect: 1 },
];

const longestId = 255;

/** A config by id, whosever it is. */
export const findConfig = async (store: Store, id: string): Promise<Stored<ConfigRecord> | undefined> =>
  id.length > longestId || !id.isWellFormed() ? undefined : store.get<ConfigRecord>(configKey(id));

/** A project's config. Throws NotFound. */
export async function configOf(store: Store, project: string, id: string): Promise<Stored<ConfigRecord>> {
  const stored = await findConfig(store, id);
  if (stored?.value.project !== project) throw configNotFound(id);
  return stored;
}

/** A config's content. */
export const contentOf = async (record: ConfigRecord, ports: Pick<Ports, 'objects'>): Promise<ConfigContent> =>
  (await kept(record.content, ports)) as unknown as ConfigContent;

/** A config as it is listed. */
export const shownSummary = ({ id, name, group, creationTime }: ConfigSummary, settings: Settings): JsonObject => ({
  id,
  name,
  group,
  creation_time: timeText(creationTime, settings),
});

/** A config in full. */
export const shownConfig = (record: ConfigRecord, content: ConfigContent, settings: Settings): JsonObject => ({
  ...shownSummary(record, settings),
  config: content.config,
  inputs: content.inputs,
  outputs: content.outputs,
  options: content.options,
});
