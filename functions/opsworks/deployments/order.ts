import type { Source } from '@aws-sdk/client-opsworks';
import type { NodeOrder } from '../../nodes/command.ts';
import type { AppSource, OpsworksApp, OpsworksOrder } from '../../nodes/opsworks-order.ts';
import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { type AppRecord, type AppSettings, openSettings } from '../apps/record.ts';
import { type CommandRecord, nodeCommandId } from '../commands/record.ts';
import { mergedCustomJson } from '../custom-json.ts';
import type { InstanceRecord } from '../instances/record.ts';
import type { LayerRecord } from '../layers/record.ts';
import { opened, openSource } from '../secrets.ts';
import type { StackRecord } from '../stacks/record.ts';
import { allWithin } from '../stacks/within.ts';
import { appSnapshotKey } from './keys.ts';
import { recipesOf } from './recipes.ts';
import { type DeploymentRecord, timeoutOf } from './record.ts';

/** All that says what an instance is to do. */
export interface Ordered {
  stack: StackRecord;
  instance: InstanceRecord;
  deployment: DeploymentRecord;
  command: CommandRecord;
}

/** The order that an instance's agent gets for a command. */
export async function orderFor(ordered: Ordered, ports: Pick<Ports, 'store' | 'secrets'>): Promise<NodeOrder> {
  const { store } = ports;
  const { stack, instance, deployment, command } = ordered;
  const layers = (await allWithin<LayerRecord>(store, 'layer', stack.id))
    .map(({ value }) => value)
    .filter(({ id }) => instance.layerIds.includes(id));
  const json = mergedCustomJson([
    stack.settings.CustomJson,
    ...layers.map(({ settings }) => settings.CustomJson),
    deployment.customJson,
  ]);
  const apps = await appsFor(ordered, store);
  const payload: OpsworksOrder = {
    command: { ...deployment.command, name: command.type },
    ...(!deployment.isEvent && { deploymentId: deployment.id }),
    stack: { id: stack.id, name: stack.settings.Name ?? '', region: stack.settings.Region ?? '' },
    instance: { id: instance.id, hostname: instance.settings.Hostname },
    layers: layers.map(({ settings }) => settings.Shortname ?? ''),
    apps: await Promise.all(apps.map(async (app) => appFor(await openSettings(app, ports), json))),
    recipes: recipesOf(deployment.command, layers),
    ...packagesFor(command, layers),
    ...(await cookbooksOf(stack, ports)),
    json,
  };
  return {
    id: nodeCommandId({ deploymentId: deployment.id, commandId: command.id }),
    node: instance.id,
    owner: 'opsworks',
    kind: 'opsworks',
    payload: payload as unknown as JsonObject,
    timeoutSeconds: timeoutOf(deployment),
  };
}

/** The packages of the instance's layers, each once, for the commands that install them. */
function packagesFor({ type }: CommandRecord, layers: LayerRecord[]): Pick<OpsworksOrder, 'packages'> {
  if (type !== 'setup' && type !== 'install_dependencies') return {};
  return { packages: [...new Set(layers.flatMap(({ settings }) => settings.Packages ?? []))] };
}

/** The app of an app command as it was asked for; with setup, when the instance is in a layer, all that have a source. */
async function appsFor({ stack, instance, deployment, command }: Ordered, store: Store): Promise<AppRecord[]> {
  if (deployment.appId !== undefined) {
    const app = await store.get<AppRecord>(appSnapshotKey(deployment.id));
    return app ? [app.value] : [];
  }
  if (command.type !== 'setup' || instance.layerIds.length === 0) return [];
  const all = await allWithin<AppRecord>(store, 'app', stack.id);
  return all.map(({ value }) => value).filter(({ settings }) => settings.AppSource?.Url);
}

function appFor(app: AppSettings, json: JsonObject): OpsworksApp {
  const { Shortname = '', Name = '', Type, AppSource, Environment, Attributes, Domains, ...settings } = app;
  const { Certificate, PrivateKey, Chain } = settings.SslConfiguration ?? {};
  const source = sourceFor(AppSource);
  const revision = revisionIn(json, Shortname);
  return {
    shortname: Shortname,
    name: Name,
    type: Type ?? 'other',
    source: revision === undefined ? source : { ...source, revision },
    environment: (Environment ?? []).map(({ Key = '', Value = '', Secure = false }) => ({
      key: Key,
      value: Value,
      secure: Secure,
    })),
    attributes: { ...Attributes },
    domains: Domains ?? [],
    ...(settings.EnableSsl &&
      Certificate !== undefined &&
      PrivateKey !== undefined && {
        ssl: { certificate: Certificate, privateKey: PrivateKey, ...(Chain !== undefined && { chain: Chain }) },
      }),
  };
}

/** The revision that custom JSON names for an app, as Chef 11's deploy attributes do and deployment tools write. */
function revisionIn(json: JsonObject, shortname: string): string | undefined {
  const revision = memberOf(memberOf(memberOf(memberOf(json, 'deploy'), shortname), 'scm'), 'revision');
  return typeof revision === 'string' ? revision : undefined;
}

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;

function sourceFor(source: Source | undefined): AppSource {
  const { Type, Url, Revision, Username, Password, SshKey } = source ?? {};
  return {
    type: Type ?? 'other',
    ...(Url !== undefined && { url: Url }),
    ...(Revision !== undefined && { revision: Revision }),
    ...(Username !== undefined && { username: Username }),
    ...(Password !== undefined && { password: Password }),
    ...(SshKey !== undefined && { sshKey: SshKey }),
  };
}

async function cookbooksOf(
  { settings, secrets }: StackRecord,
  ports: Pick<Ports, 'secrets'>,
): Promise<Pick<OpsworksOrder, 'cookbooks' | 'chef'>> {
  const { ConfigurationManager: manager, CustomCookbooksSource: source, UseCustomCookbooks } = settings;
  return {
    chef: { name: manager?.Name ?? 'Chef', version: manager?.Version ?? '12' },
    ...(UseCustomCookbooks &&
      source && {
        cookbooks: sourceFor(openSource(await opened(secrets, ports), 'CustomCookbooksSource', source)),
      }),
  };
}
