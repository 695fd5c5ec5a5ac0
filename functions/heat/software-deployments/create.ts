import type { Json, JsonObject } from '../../ports/json.ts';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import type { HeatAnswer, HeatCall } from '../call.ts';
import { badRequest, invalid, remoteError, valueError } from '../errors.ts';
import { keep } from '../kept.ts';
import { checkLimit, countIn } from '../limits.ts';
import { isTruthy, textOf } from '../python.ts';
import { signalObjectWrites } from '../object-store/signal-object.ts';
import { contentOf } from '../software-configs/record.ts';
import { derivedUse, plainUse, transportIn, type Use, usableConfig } from './config-of.ts';
import { wakePolls } from './polls.ts';
import {
  deploymentItem,
  type DeploymentRecord,
  isInProgress,
  projectPartition,
  serverPartition,
  shownDeployment,
  visitorPartition,
} from './record.ts';
import { secondsIn } from './timeout.ts';
import { newWatch, startWatch } from './watch.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'workflows'>;

/**
 * POST /software_deployments. With `signal_transport`, which is ours, the config that the machine gets is derived here, as clients of Heat do by
 * themselves. Throws HTTPBadRequest, ValueError, Invalid, RemoteError, RequestLimitExceeded.
 */
export async function createSoftwareDeployment(call: HeatCall, ports: Needs): Promise<HeatAnswer> {
  const { project, settings } = call;
  const asked = askedFor(call);
  await checkLimit(
    ports.store,
    { kind: 'deployments', project, limit: settings.deployments },
    countIn(ports.store, projectPartition(project), 'listing'),
  );
  const { record, use } = await newDeployment(call, asked, ports);
  const linked = await signalObjectWrites(record, use.content, ports);
  const visit: Write[] = record.stackUserProject
    ? [
        {
          put: { partition: visitorPartition(record.stackUserProject), sort: record.order, value: { id: record.id } },
          expect: 0,
        },
      ]
    : [];
  const value = { ...record, ...(linked && { signalObject: linked.object }) };
  const written = ports.store.write([
    { put: deploymentItem(value), expect: 0 },
    ...use.writes,
    ...visit,
    ...(linked?.writes ?? []),
  ]);
  await Promise.all([written, startWatch(ports, value, written)]);
  wakePolls(serverPartition(project, record.server));
  return { body: { software_deployment: await shownDeployment(value, ports, settings) } };
}

/** What a body asks for, made sure of. */
interface Asked {
  server: string;
  body: JsonObject;
  transport: string | undefined;
  seconds: number | undefined;
  stackUserProject: string | undefined;
}

function askedFor(call: HeatCall): Asked {
  const { body } = call;
  if (!body) throw badRequest();
  const transport = transportIn(body);
  const { server_id: server } = body;
  if (isTruthy(server) && typeof server !== 'string') throw valueError();
  // Heat's database refuses them; with a transport the config may be absent, as it may in the command line of OpenStack.
  if (typeof server !== 'string' || (body.config_id ?? transport ?? null) === null) throw remoteError();
  return {
    server,
    body,
    transport,
    seconds: secondsIn(body),
    stackUserProject: stackUserProjectIn(call, body.stack_user_project_id ?? null),
  };
}

const longestProject = 64;

/** A project that is to see the deployment, and its machines to run it: only where who creates it may change things there too. */
function stackUserProjectIn({ project, identity }: HeatCall, given: Json): string | undefined {
  if (!isTruthy(given)) return undefined;
  if (typeof given !== 'string' || given.length > longestProject || !given.isWellFormed())
    throw invalid(`stack_user_project_id must be a text of at most ${longestProject} characters`);
  const isTheirs = (identity?.project ?? given) === given && identity?.rolesIn(given).has('member');
  return given !== project && isTheirs ? given : undefined;
}

async function newDeployment(
  call: HeatCall,
  { server, body, transport, seconds, stackUserProject }: Asked,
  ports: Needs,
): Promise<{ record: DeploymentRecord; use: Use }> {
  const id = ports.ids.uuid();
  const now = ports.clock.now();
  const beginning = beginningOf(body, transport);
  const isSignalled = transport !== undefined && transport !== 'NO_SIGNAL';
  const limit = seconds ?? (isSignalled ? call.settings.timeout : undefined);
  const watch = limit !== undefined && isInProgress(beginning) ? newWatch(limit, now) : undefined;
  const inputValues = isTruthy(body.input_values) ? (body.input_values ?? null) : {};
  const until = now + (limit ?? call.settings.timeout) * 1000;
  const { action } = beginning;
  const use = await useOf(
    call,
    { transport, name: body.name, deploymentId: id, server, action, inputValues, until },
    ports,
  );
  const record: DeploymentRecord = {
    id,
    project: call.project,
    ...(stackUserProject !== undefined && { stackUserProject }),
    server,
    configId: use.configId,
    ...(transport !== undefined && { derivedFrom: use.derivedFrom ?? '' }),
    inputValues: await keep(inputValues, 'deployments', ports),
    outputValues: { json: null },
    ...beginning,
    creationTime: now,
    order: nextOrder(now),
    ...(watch && { watch }),
  };
  return { record, use };
}

type Beginning = Pick<DeploymentRecord, 'action' | 'status' | 'statusReason'>;

/** What Heat stores of a body, and what it writes into those whose config it derives. */
function beginningOf({ action, status, status_reason: reason }: JsonObject, transport: string | undefined): Beginning {
  const plain = { action: action ?? null, status: status ?? null, statusReason: textOf(reason) };
  if (transport === undefined) return plain;
  const isWaiting = transport !== 'NO_SIGNAL';
  const usual = isWaiting ? 'Deploy data available' : 'Not waiting for outputs signal';
  return {
    action: isTruthy(action) ? plain.action : 'CREATE',
    status: isTruthy(status) ? plain.status : isWaiting ? 'IN_PROGRESS' : 'COMPLETE',
    statusReason: isTruthy(reason) ? plain.statusReason : usual,
  };
}

async function useOf(
  call: HeatCall,
  wanted: Omit<Parameters<typeof derivedUse>[2], 'transport'> & { transport: string | undefined },
  ports: Needs,
): Promise<Use> {
  const { transport } = wanted;
  const id = call.body?.config_id ?? null;
  const stored = await usableConfig(call, id, ports);
  if (!stored && (id !== null || transport === undefined)) throw invalid(`Config with id ${textOf(id)} not found`);
  if (transport !== undefined) return derivedUse({ call, ports }, stored?.value, { ...wanted, transport });
  if (!stored) throw new Error('No config');
  return plainUse(stored, await contentOf(stored.value, ports), wanted.deploymentId);
}
