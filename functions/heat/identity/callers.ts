import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Principal, Principals } from '../../api/principal.ts';
import { nodeOfToken } from '../../nodes/token.ts';
import type { NodeRecord } from '../../nodes/node.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import { nameKey, type PrincipalRecord } from '../../principals/record.ts';
import { deployUserOf } from './deploy-users.ts';
import { type Identity, principalIdentity, serverIdentity } from './identity.ts';
import { isSame } from './secrets.ts';
import { readToken, type TokenRecord } from './tokens.ts';

/** Whom the door knows. */
export interface Trust {
  ports: { store: Store; clock: Clock; ids: Ids };
  principals: Principals;
  region: string;
  account: string;
  /** The token of the administrator, which the embedded program keeps in its data folder. */
  operator?: { token: string; accessKeyId: string } | undefined;
}

/** The one project of an installation: an account has as many as policies name, but clients must have one to begin with. */
export const defaultProject = ({ account }: Pick<Trust, 'account'>): string => account;

/** Finds out who calls: by X-Auth-Token, or for clients that only know URLs by HTTP's basic authentication. */
export async function callerOf(trust: Trust, event: APIGatewayProxyEventV2): Promise<Identity | undefined> {
  const token = event.headers['x-auth-token'];
  if (token) return bearerOf(trust, event, token);
  const [, basic] = /^basic\s+(\S+)$/i.exec(event.headers['authorization'] ?? '') ?? [];
  if (basic === undefined) return undefined;
  const [user = '', password = ''] = Buffer.from(basic, 'base64').toString().split(/:(.*)/s);
  const known = await userOf(trust, user, password);
  return known && identityOf(trust, event, known);
}

/** A token as an identity, undefined where it is none. */
export async function bearerOf(
  trust: Trust,
  event: APIGatewayProxyEventV2,
  token: string,
): Promise<Identity | undefined> {
  const { operator } = trust;
  if (operator && isSame(token, operator.token)) return identityOf(trust, event, { accessKeyId: operator.accessKeyId });
  const node = await heatNode(trust, token);
  if (node) return serverIdentity(node.server, node.project);
  const record = await readToken(trust.ports, token);
  return record && identityOf(trust, event, record);
}

/** What a token or a password proved. */
export type Proof = Pick<TokenRecord, 'accessKeyId' | 'server'> & {
  project?: string;
  /** When what was proved ends, in epoch milliseconds. */
  until?: number;
};

/** Whoever that is now: a principal that was deleted is nobody. */
export async function identityOf(
  { principals, ports, region, account }: Trust,
  event: APIGatewayProxyEventV2,
  { accessKeyId, server, project }: Proof,
): Promise<Identity | undefined> {
  if (server !== undefined && project !== undefined) return serverIdentity(server, project);
  const principal = await principals.find(accessKeyId ?? '');
  if (!principal) return undefined;
  const identity = principalIdentity(principal, { region, account, event, now: ports.clock.now() });
  return project === undefined ? identity : { ...identity, project };
}

/** Whom a name and a password are of: a principal by name or access key with its secret key, a machine with its token, or the user of a deployment. */
export async function userOf(trust: Trust, user: string, password: string): Promise<Proof | undefined> {
  if (!user || user.length > 128 || !user.isWellFormed()) return undefined;
  const principal = await principalOf(trust, user);
  // Compared in any case, so that the time does not tell which names there are.
  if (isSame(password, principal?.secretAccessKey ?? '') && principal) return { accessKeyId: principal.accessKeyId };
  const node = await heatNode(trust, password);
  return node?.server === user ? node : deployUserOf(trust.ports, user, password);
}

async function principalOf({ principals, ports }: Trust, user: string): Promise<Principal | undefined> {
  const named = await ports.store.get<PrincipalRecord>(nameKey(user));
  return principals.find(named?.value.AccessKeyId ?? user);
}

async function heatNode(trust: Trust, token: string): Promise<{ server: string; project: string } | undefined> {
  const node: NodeRecord | undefined = token.includes('.')
    ? (await nodeOfToken(token, trust.ports.store))?.value
    : undefined;
  return node?.kind === 'heat' ? { server: node.id, project: node.stack ?? defaultProject(trust) } : undefined;
}
