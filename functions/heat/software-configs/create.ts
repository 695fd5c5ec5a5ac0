import type { Json, JsonObject } from '../../ports/json.ts';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { HeatAnswer, HeatCall } from '../call.ts';
import { badRequest } from '../errors.ts';
import { keep } from '../kept.ts';
import { checkLimit, countIn } from '../limits.ts';
import type { Settings } from '../settings.ts';
import { ioList, storedInput, storedOutput } from './io-schema.ts';
import { type ConfigContent, configCreation, type ConfigRecord, listPartition, shownConfig } from './record.ts';

/** POST /software_configs. Throws HTTPBadRequest, ValueError, RequestLimitExceeded. */
export async function createSoftwareConfig(
  { project, body, settings }: HeatCall,
  ports: Pick<Ports, 'store' | 'objects' | 'clock' | 'ids'>,
): Promise<HeatAnswer> {
  if (!body) throw badRequest();
  const content = contentIn(body);
  await checkConfigs(ports, project, settings);
  const record = await newConfig({ project, name: body.name ?? null, group: body.group ?? null, content }, ports);
  await ports.store.write(configCreation(record));
  return { body: { software_config: shownConfig(record, content, settings) } };
}

/** Refuses one more config where a project has as many as it may. Throws RequestLimitExceeded. */
export const checkConfigs = ({ store }: Pick<Ports, 'store'>, project: string, { configs }: Settings): Promise<void> =>
  checkLimit(store, { kind: 'configs', project, limit: configs }, countIn(store, listPartition(project)));

function contentIn(body: JsonObject): ConfigContent {
  return {
    config: body.config ?? null,
    inputs: ioList(body.inputs).map(storedInput),
    outputs: ioList(body.outputs).map(storedOutput),
    options: body.options ?? {},
  };
}

/** What a config is made of. */
export interface NewConfig {
  project: string;
  name: Json;
  group: Json;
  content: ConfigContent;
}

/** A config that is not written yet, but for what is large of it. */
export async function newConfig(
  { project, name, group, content }: NewConfig,
  ports: Pick<Ports, 'objects' | 'clock' | 'ids'>,
): Promise<ConfigRecord> {
  const creationTime = ports.clock.now();
  return {
    id: ports.ids.uuid(),
    project,
    name,
    group,
    creationTime,
    order: nextOrder(creationTime),
    content: await keep(content as unknown as JsonObject, 'configs', ports),
  };
}
