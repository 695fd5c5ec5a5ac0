import type { Clock } from '../ports/clock.ts';
import { allRecords } from '../ports/every-record.ts';
import type { Ids } from '../ports/ids.ts';
import type { Key, Page, Query, Store, Stored, Write } from '../ports/store.ts';
import { unlessConflict } from '../ports/until-written.ts';
import { newToken } from './token.ts';

/** For whom a node works: an instance of an OpsWorks stack, a managed node of SSM, a server of Heat's deployments. */
export type NodeKind = 'opsworks' | 'ssm' | 'heat';

/** A machine with our agent; times in epoch milliseconds. Of its token only the SHA-256 is kept. */
export interface NodeRecord {
  id: string;
  kind: NodeKind;
  /** Its host name, or what somebody called it. */
  name: string;
  /** The stack it belongs to. */
  stack?: string;
  /** For `tag:…` targets. */
  tags?: Record<string, string>;
  tokenHash: string;
  createdAt: number;
  /** There once its agent has polled; written once a minute at most. */
  lastSeen?: number;
  agentVersion?: string;
  /** Where and on what the agent runs, in its own words: `platform`, `hostname`, `address`. */
  reported?: Record<string, string>;
}

/** All nodes, by id. */
const partition = 'nodes';

/** Where a node is kept. */
export const nodeKey = (id: string): Key => ({ partition, sort: id });

/** A node that is not there. */
export class NodeUnknown extends Error {
  override name = 'NodeUnknown';
}

/** A node to make; `id` is a new UUID unless told. */
export type NewNode = Pick<NodeRecord, 'kind' | 'name' | 'stack' | 'tags'> & { id?: string };

type Needs = { store: Store; clock: Clock; ids: Ids };

/** A node to be, its token, which is told here once and never again, and the write that makes it. */
export function newNode(
  { id, ...wanted }: NewNode,
  { clock, ids }: Pick<Needs, 'clock' | 'ids'>,
): { node: NodeRecord; token: string; write: Write } {
  const name = id ?? ids.uuid();
  const { token, tokenHash } = newToken(name, ids);
  const node: NodeRecord = { id: name, ...wanted, tokenHash, createdAt: clock.now() };
  return { node, token, write: { put: { ...nodeKey(name), value: node }, expect: 0 } };
}

/** Makes a node and its token. Throws WriteConflict where the id is taken. */
export async function createNode(wanted: NewNode, ports: Needs): Promise<{ node: NodeRecord; token: string }> {
  const { node, token, write } = newNode(wanted, ports);
  await ports.store.write([write]);
  return { node, token };
}

/** Gives a node a new token; the one before is worth nothing from now on. Throws NodeUnknown, WriteConflict. */
export async function renewToken(id: string, { store, ids }: Pick<Needs, 'store' | 'ids'>): Promise<string> {
  const stored = await store.get<NodeRecord>(nodeKey(id));
  if (!stored) throw new NodeUnknown(`There is no node ${id}`);
  const { token, tokenHash } = newToken(id, ids);
  await store.write([{ put: { ...nodeKey(id), value: { ...stored.value, tokenHash } }, expect: stored.version }]);
  return token;
}

/** The node with an id. */
export const getNode = async (id: string, store: Store): Promise<NodeRecord | undefined> =>
  (await store.get<NodeRecord>(nodeKey(id)))?.value;

/** Nodes by id, a page of them. */
export const listNodes = (page: Pick<Query, 'limit' | 'after'>, store: Store): Promise<Page<NodeRecord>> =>
  store.list<NodeRecord>({ partition, ...page });

/** All of them. */
export const allNodes = async (store: Store): Promise<NodeRecord[]> =>
  (await allRecords<NodeRecord>(store, { partition, limit: 1000 })).map(({ value }) => value);

/** A node that was not heard of for so long has lost its connection: five minutes, as OpsWorks had it. */
const lostAfter = 300_000;

/** Whether a node's agent polls. */
export const isConnected = ({ lastSeen }: Pick<NodeRecord, 'lastSeen'>, now: number): boolean =>
  lastSeen !== undefined && now - lastSeen < lostAfter;

const freshness = 60_000;

/** What an agent says of itself. */
export type Report = Pick<NodeRecord, 'agentVersion' | 'reported'>;

/** Notes that a node's agent was here; who loses the race against another write leaves it to the next poll. */
export async function noteSeen({ value: node, version }: Stored<NodeRecord>, report: Report, { store, clock }: Needs) {
  const now = clock.now();
  const isFresh = node.lastSeen !== undefined && Math.abs(now - node.lastSeen) < freshness;
  if (isFresh && node.agentVersion === report.agentVersion) return;
  const value: NodeRecord = { ...node, ...report, lastSeen: now };
  await store.write([{ put: { ...nodeKey(node.id), value }, expect: version }]).catch(unlessConflict);
}
