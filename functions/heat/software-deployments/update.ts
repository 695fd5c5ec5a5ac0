import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { type HeatAnswer, type HeatCall, param } from '../call.ts';
import { badRequest, remoteError } from '../errors.ts';
import { discard, keep, kept } from '../kept.ts';
import { isTruthy, textOf } from '../python.ts';
import { signalObjectWrites } from '../object-store/signal-object.ts';
import { contentOf, findConfig } from '../software-configs/record.ts';
import { derivedUse, plainUse, transportIn, type Use, usableConfig, type Work } from './config-of.ts';
import { wakePolls } from './polls.ts';
import {
  deploymentItem,
  deploymentOf,
  type DeploymentRecord,
  isInProgress,
  serverPartition,
  shownDeployment,
} from './record.ts';
import { releaseOf } from './release.ts';
import { secondsIn } from './timeout.ts';
import { endWatch, newWatch, startWatch } from './watch.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'workflows'>;

/**
 * PUT /software_deployments/{deployment_id}: what Python takes for false is ignored, so nothing can be cleared. With `signal_transport` the machine
 * gets a new derived config and runs again. Throws NotFound, HTTPBadRequest, RemoteError, RequestLimitExceeded.
 */
export async function updateSoftwareDeployment(call: HeatCall, ports: Needs): Promise<HeatAnswer> {
  const { store } = ports;
  const { body } = call;
  if (!body) throw badRequest();
  const { value: before, version } = await deploymentOf(store, call, param(call, 'deployment_id'));
  const changed = await withBody(before, body, { call, ports });
  const use = await newUse(changed, before, { call, ports });
  const release = use && (await releaseOf(before, ports));
  const linked = use && (await signalObjectWrites(before, use.content, ports));
  const { signalObject: _former, derivedFrom: _source, ...rest } = changed;
  const value: DeploymentRecord = use
    ? {
        ...rest,
        configId: use.configId,
        ...(transportIn(body) !== undefined && { derivedFrom: use.derivedFrom ?? '' }),
        ...(linked && { signalObject: linked.object }),
      }
    : changed;
  await store.write(
    withoutTwice([
      { put: deploymentItem(value), expect: version },
      ...(use?.writes ?? []),
      ...(linked?.writes ?? []),
      ...(release?.writes ?? []),
    ]),
  );
  await follow(before, value, ports);
  await discard([release?.content, ...replaced(before, value)], ports);
  return { body: { software_deployment: await shownDeployment(value, ports, call.settings) } };
}

async function withBody(
  before: DeploymentRecord,
  body: JsonObject,
  { call: { settings }, ports }: Work,
): Promise<DeploymentRecord> {
  const transport = transportIn(body);
  const redeploys = transport !== undefined && transport !== 'NO_SIGNAL';
  const given = (name: string) => (isTruthy(body[name]) ? (body[name] ?? null) : undefined);
  const [inputs, outputs] = [given('input_values'), given('output_values')];
  const now = ports.clock.now();
  const value: DeploymentRecord = {
    ...before,
    ...(inputs !== undefined && { inputValues: await keep(inputs, 'deployments', ports) }),
    ...(outputs !== undefined && { outputValues: await keep(outputs, 'deployments', ports) }),
    action: given('action') ?? before.action,
    status: given('status') ?? (redeploys ? 'IN_PROGRESS' : before.status),
    statusReason: isTruthy(body.status_reason)
      ? textOf(body.status_reason)
      : redeploys
        ? 'Deploy data available'
        : before.statusReason,
    updatedTime: now,
  };
  const isNewlyWatched = secondsIn(body) !== undefined || redeploys || !isInProgress(before);
  const seconds = secondsIn(body) ?? before.watch?.seconds ?? (redeploys ? settings.timeout : undefined);
  return seconds !== undefined && isNewlyWatched && isInProgress(value)
    ? { ...value, watch: newWatch(seconds, now, before.watch) }
    : value;
}

/** The config a deployment changes to, undefined where it keeps the one it has. */
async function newUse(
  changed: DeploymentRecord,
  before: DeploymentRecord,
  { call, ports }: Work,
): Promise<Use | undefined> {
  const body = call.body ?? {};
  const transport = transportIn(body);
  const asked = isTruthy(body.config_id) ? (body.config_id ?? null) : undefined;
  const stored = asked === undefined ? undefined : await usableConfig(call, asked, ports);
  if (asked !== undefined && !stored) throw remoteError();
  if (transport === undefined) {
    if (!stored || stored.value.id === before.configId) return undefined;
    return plainUse(stored, await contentOf(stored.value, ports), before.id);
  }
  const source = stored?.value ?? (await formerSource(before, ports));
  return derivedUse({ call, ports }, source, {
    transport,
    name: body.name ?? (await findConfig(ports.store, before.configId))?.value.name,
    deploymentId: before.id,
    server: before.server,
    action: changed.action ?? 'UPDATE',
    inputValues: await kept(changed.inputValues, ports),
    until: changed.watch?.until ?? ports.clock.now() + call.settings.timeout * 1000,
  });
}

async function formerSource({ derivedFrom, configId }: DeploymentRecord, { store }: Pick<Needs, 'store'>) {
  return (await findConfig(store, derivedFrom ?? configId))?.value;
}

/** A transaction may name a record once: what is put anew need not be removed. */
function withoutTwice(writes: Parameters<Ports['store']['write']>[0]): Parameters<Ports['store']['write']>[0] {
  const puts = new Set(writes.flatMap((write) => ('put' in write ? [`${write.put.partition} ${write.put.sort}`] : [])));
  return writes.filter((write) => !('remove' in write) || !puts.has(`${write.remove.partition} ${write.remove.sort}`));
}

/** Ends the machine that watched what was, starts the one that watches what is, and tells who polls. */
async function follow(before: DeploymentRecord, value: DeploymentRecord, ports: Needs): Promise<void> {
  const { id: deploymentId, watch } = before;
  if (watch) await endWatch(ports, value, { deploymentId, generation: watch.generation });
  if (value.watch?.generation !== watch?.generation) await startWatch(ports, value);
  if (value.configId !== before.configId) wakePolls(serverPartition(value.project, value.server));
}

const replaced = (before: DeploymentRecord, value: DeploymentRecord) => [
  ...(value.inputValues === before.inputValues ? [] : [before.inputValues]),
  ...(value.outputValues === before.outputValues ? [] : [before.outputValues]),
];
