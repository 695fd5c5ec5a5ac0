import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isMap } from '../../ports/json.ts';
import type { Desk } from '../door.ts';
import { badRequest, methodNotAllowed } from '../errors.ts';
import { jsonBody } from '../wire/body.ts';
import { jsonAnswer, nowhere, unauthorized } from '../wire/response.ts';
import { bearerOf, defaultProject, identityOf, type Proof } from './callers.ts';
import { proofIn, projectIn } from './auth-request.ts';
import { tokenBody } from './token-body.ts';
import { issueToken, readToken, revokeToken } from './tokens.ts';

type Answer = APIGatewayProxyStructuredResultV2;

/**
 * As much of Keystone as clients of Heat need: version documents and tokens. Source: https://docs.openstack.org/api-ref/identity/v3/
 */
export async function serveIdentity(desk: Desk): Promise<Answer> {
  const { rawPath, requestContext } = desk.event;
  const { method } = requestContext.http;
  const path = rawPath.replace(/\/$/, '');
  desk.trace.operation = `identity:${path}`;
  if (path === '/identity/v3/auth/tokens') return serveTokens(desk, method);
  if (path !== '/identity' && path !== '/identity/v3') return nowhere();
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  const version = versionOf(desk.base);
  return path === '/identity' ? jsonAnswer(300, { versions: { values: [version] } }) : jsonAnswer(200, { version });
}

const versionOf = (base: string): object => ({
  id: 'v3.14',
  status: 'stable',
  updated: '2020-04-07T00:00:00Z',
  links: [{ rel: 'self', href: `${base}/identity/v3/` }],
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
});

async function serveTokens(desk: Desk, method: string): Promise<Answer> {
  if (method === 'POST') return createToken(desk);
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return ownToken(desk, method);
  throw methodNotAllowed();
}

async function createToken(desk: Desk): Promise<Answer> {
  const { event, base, trust, ports } = desk;
  const auth = jsonBody(event)?.auth;
  if (!isMap(auth)) throw badRequest("'auth' is a required property");
  const proven = await proofIn(auth, desk);
  if (!proven) return unauthorized(base);
  const project = projectIn(auth) ?? proven.proof.project ?? defaultProject(trust);
  const identity = await identityOf(trust, event, { ...proven.proof, project: proven.proof.project ?? project });
  desk.trace.principal = identity?.arn ?? 'nobody';
  if (!identity || identity.project !== project || identity.rolesIn(project).size === 0) return unauthorized(base);
  const { methods } = proven;
  const { until = Infinity } = proven.proof;
  const { token, record } = await issueToken(ports, { project, methods, ...subjectOf(proven.proof) }, until);
  return jsonAnswer(201, tokenBody(record, identity, base), { 'x-subject-token': token });
}

const subjectOf = ({ accessKeyId, server }: Proof) => ({
  ...(accessKeyId !== undefined && { accessKeyId }),
  ...(server !== undefined && { server }),
});

/** Shows or revokes a token: whoever has it may, so nobody can ask about another's. */
async function ownToken(desk: Desk, method: string): Promise<Answer> {
  const { event, base, trust, ports } = desk;
  const subject = event.headers['x-subject-token'] ?? '';
  const identity = await bearerOf(trust, event, event.headers['x-auth-token'] ?? '');
  if (!identity) return unauthorized(base);
  const record = await readToken(ports, subject);
  const owner = record && (await identityOf(trust, event, record));
  if (!record || owner?.id !== identity.id) return nowhere();
  if (method !== 'DELETE') return jsonAnswer(200, tokenBody(record, owner, base), { 'x-subject-token': subject });
  await revokeToken(ports.store, subject);
  return { statusCode: 204 };
}
