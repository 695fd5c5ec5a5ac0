import { hash, timingSafeEqual } from 'node:crypto';
import type { Ids } from '../ports/ids.ts';
import type { Store, Stored } from '../ports/store.ts';
import { nodeKey, type NodeRecord } from './node.ts';

/** A token for a node, `id.secret`, and what is kept of it. */
export function newToken(id: string, ids: Ids): { token: string; tokenHash: string } {
  const secret = ids.token();
  return { token: `${id}.${secret}`, tokenHash: hashOf(secret) };
}

/** 256 random bits need no salt and no slow hash. */
const hashOf = (secret: string): string => hash('sha256', secret, 'hex');

/** The node whose token this is; it opens that node's wire and nothing else. */
export async function nodeOfToken(token: string, store: Store): Promise<Stored<NodeRecord> | undefined> {
  const dot = token.lastIndexOf('.');
  const id = token.slice(0, Math.max(dot, 0));
  if (!id || id.length > 128 || !id.isWellFormed()) return undefined;
  const stored = await store.get<NodeRecord>(nodeKey(id));
  const kept = Buffer.from(stored?.value.tokenHash ?? hashOf(''));
  const isRight = timingSafeEqual(kept, Buffer.from(hashOf(token.slice(dot + 1))));
  return isRight ? stored : undefined;
}
