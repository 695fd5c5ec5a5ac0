import type { Json, JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { type HeatAnswer, type HeatCall, param } from '../call.ts';
import { badRequest, deploymentNotFound, httpForbidden } from '../errors.ts';
import { discard, keep, kept } from '../kept.ts';
import { contentOf, findConfig } from '../software-configs/record.ts';
import { outcomeOf } from '../software-deployments/outputs.ts';
import {
  deploymentItem,
  deploymentOf,
  type DeploymentRecord,
  findDeployment,
  isInProgress,
} from '../software-deployments/record.ts';
import { endWatch } from '../software-deployments/watch.ts';
import { bytesOf } from '../wire/body.ts';
import { isSigned } from './url.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'workflows'>;

/** PUT and POST of a signal URL: the outputs of one deployment. Throws HTTPForbidden, NotFound, HTTPBadRequest. */
export async function receiveSignal(call: HeatCall, ports: Needs): Promise<HeatAnswer> {
  const deploymentId = param(call, 'deployment_id');
  const expires = Number(call.query.get('expires'));
  const signal = { project: call.project, deploymentId, expires };
  const isRight = await isSigned(signal, call.query.get('signature') ?? '', { ...ports, now: ports.clock.now() });
  if (!isRight) throw httpForbidden();
  const stored = await findDeployment(ports.store, deploymentId);
  if (stored?.value.project !== call.project) throw deploymentNotFound(deploymentId);
  await signalDeployment(stored, detailsIn(call), ports);
  return { body: null };
}

/** POST /stacks/{}/{}/resources/{resource_name}/signal (HEAT_SIGNAL): the resource is named after the deployment. Throws NotFound, HTTPBadRequest. */
export async function signalResource(call: HeatCall, ports: Needs): Promise<HeatAnswer> {
  const stored = await deploymentOf(ports.store, call, param(call, 'resource_name'));
  await signalDeployment(stored, detailsIn(call), ports);
  return { body: null };
}

/** The outputs in a body: no body, or null, are none. */
function detailsIn({ body, event }: HeatCall): JsonObject {
  if (body) return body;
  const text = bytesOf(event).toString().trim();
  if (text !== '' && text !== 'null') throw badRequest();
  return {};
}

/**
 * Ends a deployment with what its machine reports. One that is not in progress stays as it is, so a signal may come twice. Throws WriteConflict where
 * somebody else changed it meanwhile.
 */
export async function signalDeployment(
  { value, version }: Stored<DeploymentRecord>,
  details: JsonObject,
  ports: Needs,
): Promise<void> {
  if (!isInProgress(value)) return;
  const config = (await findConfig(ports.store, value.configId))?.value;
  const declared = config ? (await contentOf(config, ports)).outputs : [];
  const outcome = outcomeOf(details, declared, await kept(value.outputValues, ports));
  const { id: deploymentId, watch } = value;
  const ended: DeploymentRecord = {
    ...value,
    status: outcome.status,
    statusReason: outcome.reason.slice(0, longestReason),
    outputValues: await keep(outcome.outputValues, 'deployments', ports),
    updatedTime: ports.clock.now(),
  };
  await ports.store.write([{ put: deploymentItem(ended), expect: version }]);
  if (watch) await endWatch(ports, ended, { deploymentId, generation: watch.generation });
  await discard([value.outputValues], ports);
}

/** About what a column of Heat's database takes; a whole output may be the reason, and must not keep the deployment from ending. */
const longestReason = 60_000;

/** What an object says that a machine put somewhere, undefined where it is no outputs. */
export function detailsOf(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString()) as Json;
    if (value === null) return {};
    return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
