import type { Json, JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import type { HeatCall } from '../call.ts';
import { heatContract } from '../contract.ts';
import { badRequest } from '../errors.ts';
import { deployUserWrite } from '../identity/deploy-users.ts';
import { textOf } from '../python.ts';
import { signalUrl } from '../signals/url.ts';
import { checkConfigs, newConfig } from '../software-configs/create.ts';
import {
  configCreation,
  configKey,
  type ConfigContent,
  type ConfigRecord,
  contentOf,
  findConfig,
  useKey,
} from '../software-configs/record.ts';
import { derivedConfig } from './derive.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids'>;

/** What is asked, and with what it is done. */
export interface Work {
  call: HeatCall;
  ports: Needs;
}

/** What a deployment does with its config. */
export interface Use {
  configId: string;
  content: ConfigContent;
  derivedFrom?: string;
  writes: Write[];
}

/**
 * A config that the caller may deploy, undefined where there is none: Heat lets a project use another one's config, here the caller needs a role there
 * to read it, for what machines get is shown to whoever deploys.
 */
export async function usableConfig(
  { project, identity }: HeatCall,
  id: Json,
  { store }: Pick<Needs, 'store'>,
): Promise<Stored<ConfigRecord> | undefined> {
  const stored = typeof id === 'string' && id ? await findConfig(store, id) : undefined;
  if (!stored || stored.value.isGoing) return undefined;
  const { project: owner } = stored.value;
  const roles = (identity?.project ?? owner) === owner ? identity?.rolesIn(owner) : undefined;
  return owner === project || roles?.has('reader') || roles?.has('member') ? stored : undefined;
}

/** A deployment uses a config as it is; it must be there when that is written. */
export const plainUse = (stored: Stored<ConfigRecord>, content: ConfigContent, deploymentId: string): Use => ({
  configId: stored.value.id,
  content,
  writes: [
    { check: configKey(stored.value.id), expect: stored.version },
    { put: { ...useKey(stored.value.id, deploymentId), value: {} }, expect: 0 },
  ],
});

/** What a derived config is for. */
export interface Wanted {
  transport: string;
  name: Json | undefined;
  deploymentId: string;
  server: string;
  action: Json;
  inputValues: Json;
  /** Until when the machine may signal, in epoch milliseconds. */
  until: number;
}

/** The transport a body asks for. Throws HTTPBadRequest. */
export function transportIn({ signal_transport: transport }: JsonObject): string | undefined {
  if (transport === undefined || transport === null) return undefined;
  if (typeof transport === 'string' && heatContract.transports.includes(transport)) return transport;
  throw badRequest(`signal_transport must be one of ${heatContract.transports.join(', ')}`);
}

/** A deployment uses a config of its own, derived from a source as Heat derives those of stacks. */
export async function derivedUse(
  { call, ports }: Work,
  source: ConfigRecord | undefined,
  wanted: Wanted,
): Promise<Use> {
  const { project, settings } = call;
  const { deploymentId, server, inputValues, transport } = wanted;
  await checkConfigs(ports, project, settings);
  const content = source && (await contentOf(source, ports));
  const action = textOf(wanted.action);
  const name = wanted.name ?? source?.name ?? deploymentId;
  const { inputs, writes } = await signalInputs(call, { ...wanted, name }, ports);
  const derived = derivedConfig({
    source: source && content && { group: source.group, content },
    inputValues,
    server,
    action,
    transport,
    signal: inputs,
  });
  const record = await newConfig({ project, name, ...derived }, ports);
  const use: Write = { put: { ...useKey(record.id, deploymentId), value: {} }, expect: 0 };
  return {
    configId: record.id,
    content: derived.content,
    ...(source && { derivedFrom: source.id }),
    writes: [...configCreation(record), use, ...writes],
  };
}

/** The inputs by which the agent knows how to signal; a lost PUT is repeated by it, a lost POST is not. */
async function signalInputs(
  { project, base }: HeatCall,
  { transport, deploymentId, server, until, name }: Wanted,
  ports: Needs,
): Promise<{ inputs: Record<string, string>; writes: Write[] }> {
  const resource = { deploy_stack_id: `${textOf(name)}/${deploymentId}`, deploy_resource_name: deploymentId };
  if (transport === 'NO_SIGNAL') return { inputs: resource, writes: [] };
  if (transport === 'HEAT_SIGNAL') {
    const password = ports.ids.token();
    const user = {
      deploy_auth_url: `${base}/identity/v3`,
      deploy_username: deploymentId,
      deploy_user_id: deploymentId,
      deploy_password: password,
      deploy_project_id: project,
    };
    const write = await deployUserWrite(ports.store, { id: deploymentId, password, server, project, until });
    return { inputs: { ...resource, ...user }, writes: [write] };
  }
  const url = await signalUrl(base, { project, deploymentId, expires: Math.ceil(until / 1000) }, ports);
  return { inputs: { ...resource, deploy_signal_id: url, deploy_signal_verb: 'PUT' }, writes: [] };
}
