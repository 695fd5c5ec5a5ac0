import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import type { Desk } from '../door.ts';
import { badRequest } from '../errors.ts';
import { isSame } from './secrets.ts';
import { type Proof, userOf } from './callers.ts';
import { readToken } from './tokens.ts';

/** Who a request for a token proves to be, and how; undefined where it proves nothing. Throws HTTPBadRequest for what is no such request. */
export async function proofIn(
  auth: JsonObject,
  desk: Pick<Desk, 'trust' | 'ports'>,
): Promise<{ proof: Proof; methods: string[] } | undefined> {
  const identity = at(auth, 'identity');
  const { methods } = identity;
  if (!Array.isArray(methods) || !methods.every((method) => typeof method === 'string'))
    throw badRequest("'methods' is a required property");
  const [method = ''] = methods;
  const proof = await proofBy(method, at(identity, method), desk);
  return proof && { proof, methods: [method] };
}

async function proofBy(
  method: string,
  given: JsonObject,
  { trust, ports }: Pick<Desk, 'trust' | 'ports'>,
): Promise<Proof | undefined> {
  if (method === 'token') return proofByToken(text(given.id), { trust, ports });
  if (method === 'password') {
    const user = at(given, 'user');
    return userOf(trust, text(user.id) || text(user.name), text(user.password));
  }
  if (method === 'application_credential') {
    const id = text(given.id) || text(given.name) || text(at(given, 'user').name);
    return userOf(trust, id, text(given.secret));
  }
  return undefined;
}

async function proofByToken(
  token: string,
  { trust, ports }: Pick<Desk, 'trust' | 'ports'>,
): Promise<Proof | undefined> {
  const { operator } = trust;
  if (operator && isSame(token, operator.token)) return { accessKeyId: operator.accessKeyId };
  const record = await readToken(ports, token);
  if (!record) return undefined;
  const { accessKeyId, server, project, expires } = record;
  // A token from a token ends with it, and a principal may leave for another project of its own.
  if (accessKeyId !== undefined) return { accessKeyId, until: expires };
  return { ...(server !== undefined && { server }), project, until: expires };
}

/** The project a token is asked for, by id or by name, which are the same here. */
export function projectIn(auth: JsonObject): string | undefined {
  const project = at(at(auth, 'scope'), 'project');
  return text(project.id) || text(project.name) || undefined;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** A member that is an object, else an empty one. */
function at(value: JsonObject, name: string): JsonObject {
  const member = Object.hasOwn(value, name) ? value[name] : undefined;
  return isMap(member) ? member : {};
}
