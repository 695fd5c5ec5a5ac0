import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { JsonObject } from '../ports/json.ts';
import type { Ports } from '../ports/ports.ts';
import { SecretUnreadable } from '../ports/secrets.ts';
import type { NodeOrder } from './command.ts';

/** A payload as it lies in the store: under a key of its own (AES-256-GCM), which the secrets port seals, for that takes 4 KB at most. In base64. */
export interface SealedPayload {
  key: string;
  text: string;
}

const cipher = 'aes-256-gcm';
// Each key is used once, so that the same beginning does no harm.
const beginning = Buffer.alloc(12);
const tagLength = 16;

const ownerOf = (id: string): Record<string, string> => ({ room: 'nodes', command: id });

/** An order whose payload only who has the secrets port can read: for those that hold passwords and keys. */
export async function sealOrder(
  order: NodeOrder,
  { ids, secrets }: Pick<Ports, 'ids' | 'secrets'>,
): Promise<NodeOrder> {
  const key = ids.token();
  const seal = createCipheriv(cipher, keyOf(key), beginning).setAAD(Buffer.from(order.id));
  const text = [seal.update(deflateRawSync(JSON.stringify(order.payload))), seal.final(), seal.getAuthTag()];
  const sealed = { key: await secrets.seal(key, ownerOf(order.id)), text: Buffer.concat(text).toString('base64') };
  return { ...order, payload: {}, sealed };
}

/** What a node is to do, for its agent. Throws SecretUnreadable. */
export async function payloadOf(
  { id, payload, sealed }: Pick<NodeOrder, 'id' | 'payload' | 'sealed'>,
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<JsonObject> {
  if (!sealed) return payload;
  const key = keyOf(await secrets.open(sealed.key, ownerOf(id)));
  const text = Buffer.from(sealed.text, 'base64');
  try {
    const open = createDecipheriv(cipher, key, beginning).setAAD(Buffer.from(id)).setAuthTag(text.subarray(-tagLength));
    const plain = Buffer.concat([open.update(text.subarray(0, -tagLength)), open.final()]);
    return JSON.parse(inflateRawSync(plain).toString()) as JsonObject;
  } catch (error) {
    throw new SecretUnreadable(`The payload of ${id} cannot be opened`, { cause: error });
  }
}

/** The 256 bits of a token. */
const keyOf = (token: string): Buffer => Buffer.from(token, 'base64url').subarray(0, 32);
