import { hash } from 'node:crypto';
import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { type HeatAnswer, type HeatCall, param } from '../call.ts';
import { badRequest, forbidden } from '../errors.ts';
import { compareBytes } from '../../ports/key-range.ts';
import { textOf } from '../python.ts';
import { contentOf, findConfig, shownConfig } from '../software-configs/record.ts';
import { beginPoll } from './polls.ts';
import { serverPartition } from './record.ts';
import { visibleDeployments } from './visible.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock'>;

/**
 * GET /software_deployments/metadata/{server_id}: what the machine is to run. Ours are the ETag and, with `wait=SECONDS`, an answer that is held
 * until it differs from `etag`, 60 s at most. Throws HTTPBadRequest, Forbidden.
 */
export const metadataOfServer = (call: HeatCall, ports: Needs): Promise<HeatAnswer> =>
  held(call, ports, (deployments) => ({ metadata: deployments }));

/** GET /servers/{server_id}/metadata, which is ours: the document that the collectors `request` and `heat` of os-collect-config expect. */
export const documentOfServer = (call: HeatCall, ports: Needs): Promise<HeatAnswer> =>
  held(call, ports, (deployments) => ({ deployments }));

/** GET /stacks/{}/{}/resources/{resource_name}/metadata: there are no stacks here, a server is what the resource is named after. */
export const metadataOfResource = (call: HeatCall, ports: Needs): Promise<HeatAnswer> =>
  held({ ...call, params: { server_id: param(call, 'resource_name') } }, ports, (deployments) => ({
    metadata: { deployments },
  }));

const longestWait = 60;

type Shape = (deployments: JsonObject[]) => object;

async function held(call: HeatCall, ports: Needs, shape: Shape): Promise<HeatAnswer> {
  const server = param(call, 'server_id');
  if ((call.identity?.server ?? server) !== server) throw forbidden(call.operation);
  const known = knownTag(call);
  const wait = call.settings.holds && known !== undefined ? secondsOf(call) * 1000 : 0;
  const until = ports.clock.now() + wait;
  for (;;) {
    // Never longer than asked for, also when the clock is set back.
    const left = Math.min(until - ports.clock.now(), wait);
    const poll = wait > 0 ? beginPoll(serverPartition(call.project, server), left, ports.clock) : undefined;
    const answer = await answered({ call, ports, shape }, server, known).catch((error: unknown) => {
      poll?.end();
      throw error;
    });
    if (poll && answer.status === 304 && (await poll.result) === 'woken') continue;
    poll?.end();
    return answer;
  }
}

interface Work {
  call: HeatCall;
  ports: Needs;
  shape: Shape;
}

async function answered({ call, ports, shape }: Work, server: string, known: string | undefined): Promise<HeatAnswer> {
  const body = shape(await configsOf(call, server, ports));
  const etag = tagOf(body);
  return etag === known ? { status: 304, headers: { etag } } : { body, headers: { etag } };
}

const tagOf = (body: object): string => `"${hash('sha256', JSON.stringify(body), 'base64url')}"`;

/** What the caller has already, by If-None-Match or `etag`, with its quotes or without. */
function knownTag({ event, query }: HeatCall): string | undefined {
  const given = event.headers['if-none-match'] ?? query.get('etag');
  return given ? `"${given.replaceAll('"', '')}"` : undefined;
}

function secondsOf({ query }: HeatCall): number {
  const text = query.get('wait') ?? '0';
  if (!/^\d{1,4}$/.test(text)) throw badRequest(`wait must be a number of seconds, at most ${longestWait}`);
  return Math.min(Number(text), longestWait);
}

/** The configs of a server in the order of their names, as the agent runs them. */
async function configsOf(
  { project, settings, identity }: HeatCall,
  server: string,
  ports: Pick<Needs, 'store' | 'objects'>,
): Promise<JsonObject[]> {
  const deployments = await visibleDeployments(ports.store, project, server);
  // What another project shows to this one is for its people; a machine runs what its own project deploys.
  const own = deployments.filter((deployment) => identity?.server === undefined || deployment.project === project);
  const shown = await Promise.all(own.map(({ configId }) => shownById(configId, settings, ports)));
  return inOrder(shown.filter((config) => config !== undefined));
}

async function shownById(
  id: string,
  settings: HeatCall['settings'],
  ports: Pick<Needs, 'store' | 'objects'>,
): Promise<JsonObject | undefined> {
  const record = (await findConfig(ports.store, id))?.value;
  return record && shownConfig(record, await contentOf(record, ports), settings);
}

/** Python sorts texts or numbers, and fails on anything else and on both: Heat answers 400 where one of several configs has no name. */
function inOrder(configs: JsonObject[]): JsonObject[] {
  if (configs.length < 2) return configs;
  const names = configs.map(({ name }) => name);
  if (names.every((name) => typeof name === 'number'))
    return configs.toSorted((a, b) => Number(a.name) - Number(b.name));
  if (!names.every((name) => typeof name === 'string')) throw badRequest();
  return configs.toSorted((a, b) => compareBytes(textOf(a.name), textOf(b.name)));
}
