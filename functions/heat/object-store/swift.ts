import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Desk } from '../door.ts';
import { methodNotAllowed, requestLimitExceeded } from '../errors.ts';
import { callerOf } from '../identity/callers.ts';
import { bodyLimit } from '../../api/route.ts';
import { detailsOf, signalDeployment } from '../signals/receive.ts';
import { findDeployment } from '../software-deployments/record.ts';
import { bytesOf } from '../wire/body.ts';
import { nowhere, unauthorized } from '../wire/response.ts';
import { decoded } from '../wire/router.ts';
import { untilWritten } from '../wire/serve.ts';
import { accountHeaders, changeAccount, hasContainer, makeContainer, removeContainer } from './account.ts';
import { signalledBy } from './signal-object.ts';
import { isTempUrl } from './temp-url.ts';

type Answer = APIGatewayProxyStructuredResultV2;

/** A request for an account, a container or an object in it. */
interface Request {
  project: string;
  container: string | undefined;
  object: string | undefined;
  method: string;
  /** Decoded, as signatures name it. */
  path: string;
}

/**
 * As much of Swift as `openstack software deployment create` needs with its default transport: an account's key for temporary URLs, containers,
 * objects. Source: https://docs.openstack.org/api-ref/object-store/
 */
export async function serveObjects(desk: Desk): Promise<Answer> {
  const request = requestOf(desk);
  if (!request) return nowhere();
  const { project, container, object, method } = request;
  desk.trace.operation = `object_store:${method}`;
  if (object !== undefined && method === 'PUT' && (await isTempUrl(desk, request))) return putObject(desk, request);
  const caller = await callerOf(desk.trust, desk.event);
  if (!caller) return unauthorized(desk.base);
  desk.trace.principal = caller.arn;
  const isWrite = method !== 'GET' && method !== 'HEAD';
  const roles = (caller.project ?? project) === project ? caller.rolesIn(project) : new Set();
  if (!roles.has('member') && (isWrite || !roles.has('reader')))
    return plain(403, 'Access was denied to this resource.');
  if (container === undefined) return serveAccount(desk, request);
  return object === undefined ? serveContainer(desk, request) : serveObject(desk, request);
}

function requestOf({ event }: Desk): Request | undefined {
  const path = decoded(event.rawPath);
  const [, account = '', container, object] =
    /^\/v1\/AUTH_([^/]+)(?:\/([^/]+)(?:\/(.+))?)?\/?$/s.exec(path ?? '') ?? [];
  const isNamed =
    account !== '' && account.length <= 64 && Buffer.byteLength(keyOf(account, `${container}/${object}`)) <= longestKey;
  if (path === undefined || !isNamed || !path.isWellFormed()) return undefined;
  return { project: account, container, object, method: event.requestContext.http.method, path };
}

const plain = (statusCode: number, body: string): Answer => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=UTF-8' },
  body,
});

async function serveAccount({ ports, event }: Desk, { project, method }: Request): Promise<Answer> {
  if (method === 'POST') await untilWritten(() => changeAccount(ports.store, project, event.headers));
  else if (method !== 'HEAD' && method !== 'GET') throw methodNotAllowed();
  return { statusCode: 204, headers: await accountHeaders(ports.store, project) };
}

async function serveContainer({ ports }: Desk, { project, container = '', method }: Request): Promise<Answer> {
  const { store } = ports;
  if (method === 'PUT')
    return { statusCode: (await untilWritten(() => makeContainer(store, project, container))) ? 201 : 202 };
  if (!(await hasContainer(store, project, container))) return nowhere();
  if (method === 'HEAD' || method === 'GET') return { statusCode: 204 };
  if (method !== 'DELETE') throw methodNotAllowed();
  const { objects } = await ports.objects.list(bucket, { prefix: keyOf(project, `${container}/`), limit: 1 });
  if (objects.length > 0) return plain(409, 'There was a conflict when trying to complete your request.');
  await untilWritten(() => removeContainer(store, project, container));
  return { statusCode: 204 };
}

async function serveObject(desk: Desk, request: Request): Promise<Answer> {
  const { objects } = desk.ports;
  const { project, method } = request;
  if (method === 'PUT') return putObject(desk, request);
  const key = keyOf(project, nameOf(request));
  const found = await objects.get(bucket, key);
  if (!found) return nowhere();
  if (method === 'DELETE') {
    await objects.remove(bucket, key);
    return { statusCode: 204 };
  }
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  return {
    statusCode: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      etag: found.head.etag.replaceAll('"', ''),
      'last-modified': new Date(found.head.lastModified).toUTCString(),
    },
    body: Buffer.from(found.body).toString('base64'),
    isBase64Encoded: true,
  };
}

const bucket = '.heat-objects';
const longestKey = 1024;
const keyOf = (project: string, name: string) => `${encodeURIComponent(project)}/${name}`;
const nameOf = ({ container = '', object = '' }: Request) => `${container}/${object}`;

/** Stores an object; where a deployment's config told its machine to put its outputs here, they are taken. */
async function putObject({ ports, event }: Desk, request: Request): Promise<Answer> {
  const { project, container = '' } = request;
  if (!(await hasContainer(ports.store, project, container))) return nowhere();
  const bytes = bytesOf(event);
  if (bytes.length > bodyLimit) throw requestLimitExceeded(`an object has at most ${bodyLimit} bytes.`);
  const { etag, lastModified } = await ports.objects.put(bucket, keyOf(project, nameOf(request)), bytes);
  const details = bytes.length > 0 ? detailsOf(bytes) : undefined;
  const deploymentId = details && (await signalledBy(ports.store, project, nameOf(request)));
  if (details && deploymentId !== undefined)
    await untilWritten(async () => {
      const stored = await findDeployment(ports.store, deploymentId);
      if (stored) await signalDeployment(stored, details, ports);
    });
  return {
    statusCode: 201,
    headers: { etag: etag.replaceAll('"', ''), 'last-modified': new Date(lastModified).toUTCString() },
  };
}
