import type { Order } from '../journal.ts';
import type { Origin } from '../origin.ts';
import { Refused, type Wire } from '../wire.ts';
import { type HeatConfig, isToRun } from './config.ts';
import { signal } from './signal.ts';

/** Whose deployments, and where Heat is. */
export interface ServerMetadataOptions {
  wire: Wire;
  server: string;
  project: string;
  serverId: string;
  token: () => string;
}

/** Heat's view of a server: what it is to run, and how each deployment is told of its end. */
export interface ServerMetadata extends Origin {
  /** What there is to run, in the order of Heat; undefined while nothing changed. The server may hold the answer for so many seconds. */
  poll(wait: number, stop: AbortSignal): Promise<Order[] | undefined>;
}

const patience = 30_000;
/** Heat itself decides how long it waits for a signal; a script that never ends is ended after a week. */
const week = 604_800;

/** The deployments of one server, by Heat's metadata; a config is run once, by its id. */
export function serverMetadata({ wire, server, project, serverId, token }: ServerMetadataOptions): ServerMetadata {
  const place = `v1/${encodeURIComponent(project)}/software_deployments/metadata/${encodeURIComponent(serverId)}`;
  let etag: string | undefined;
  return {
    poll: async (wait, stop) => {
      const headers = { 'x-auth-token': token(), ...(etag !== undefined && { 'if-none-match': etag }) };
      const url = `${server.replace(/\/+$/, '')}/${place}?wait=${wait}`;
      const answer = await wire.send({ method: 'GET', url, headers, timeout: wait * 1000 + patience, signal: stop });
      if (answer.status === 304) return undefined;
      if (answer.status !== 200) throw new Refused(answer.status, `Heat answers ${answer.status}`);
      const orders = ordersIn(answer.body);
      etag = answer.headers.etag;
      return orders;
    },
    begin: async () => ({ go: true }),
    // Heat has no place for a log.
    log: async () => false,
    finish: async ({ payload }, result) => void (await signal(payload as unknown as HeatConfig, result, wire)),
  };
}

function ordersIn(text: string): Order[] {
  const { metadata } = JSON.parse(text) as { metadata: HeatConfig[] };
  return metadata.filter(isToRun).map((config) => ({
    id: `heat/${config.id}`,
    origin: 'heat',
    kind: 'heat',
    payload: config as unknown as Order['payload'],
    timeoutSeconds: week,
  }));
}
