import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { OtherDoor } from '../api/doors.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeatCall } from './call.ts';
import type { Operation } from './contract.ts';
import { forbidden, httpForbidden, methodNotAllowed } from './errors.ts';
import { callerOf, type Trust } from './identity/callers.ts';
import type { Identity } from './identity/identity.ts';
import { serveIdentity } from './identity/keystone.ts';
import { heat } from './index.ts';
import { isForHeat } from './is-for-heat.ts';
import { serveObjects } from './object-store/swift.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { jsonBody } from './wire/body.ts';
import { jsonAnswer, nowhere, unauthorized } from './wire/response.ts';
import { type Place, placeOf } from './wire/router.ts';
import { served, type Trace, untilWritten } from './wire/serve.ts';
import { serveVersions } from './wire/versions.ts';

/** What the door serves and whom it trusts. */
export interface HeatDoor extends Omit<Trust, 'ports'> {
  ports: Ports;
  settings?: Partial<Settings>;
}

/** Where everything of one request is to be found. */
export interface Desk {
  trust: Trust;
  ports: Ports;
  settings: Settings;
  /** Where the caller reached us. */
  base: string;
  event: APIGatewayProxyEventV2;
  trace: Trace;
}

type Answer = APIGatewayProxyStructuredResultV2;

/** The door of OpenStack: Heat's software deployments, and as much of Keystone and Swift as their clients need. */
export function heatDoor({ ports, settings, ...trust }: HeatDoor): OtherDoor {
  const all = { ...defaultSettings, ...settings };
  return {
    takes: ({ rawPath, requestContext: { http } }) => isForHeat(rawPath, http.method),
    handler: served(ports, (event, trace) =>
      serve({ trust: { ...trust, ports }, ports, settings: all, base: baseOf(event, all), event, trace }),
    ),
  };
}

function baseOf({ headers }: APIGatewayProxyEventV2, { publicUrl }: Settings): string {
  return publicUrl ?? `${headers['x-forwarded-proto'] ?? 'https'}://${headers['host'] ?? 'localhost'}`;
}

async function serve(desk: Desk): Promise<Answer> {
  const { rawPath } = desk.event;
  if (rawPath.startsWith('/identity')) return serveIdentity(desk);
  if (!rawPath.startsWith('/v1/')) return serveVersions(desk);
  if (rawPath.startsWith('/v1/AUTH_')) return serveObjects(desk);
  return serveHeat(desk);
}

async function serveHeat(desk: Desk): Promise<Answer> {
  const { event, trust, base, trace } = desk;
  const { method } = event.requestContext.http;
  const place = placeOf(event.rawPath);
  const found = place?.operations.get(method);
  if (place && found?.operation.allows === 'signature') {
    trace.operation = `heat:${found.name}`;
    return act(desk, place, found);
  }
  const identity = await callerOf(trust, event);
  if (!identity) return unauthorized(base);
  trace.principal = identity.arn;
  if (!place) return nowhere();
  if (method === 'OPTIONS') return { statusCode: 204, headers: { Allow: [...place.operations.keys()].join(',') } };
  if (!found) throw methodNotAllowed();
  trace.operation = `heat:${found.name}`;
  checkRoles(identity, place, found);
  return act(desk, place, { ...found, identity });
}

interface Found {
  name: string;
  operation: Operation;
  identity?: Identity;
}

const longestProject = 64;

/** Throws HTTPForbidden for who has no business in the project, Forbidden for who may do other things there. */
function checkRoles(identity: Identity, { params: { project = '' } }: Place, { name, operation }: Found): void {
  if (project.length > longestProject || (identity.project ?? project) !== project) throw httpForbidden();
  const roles = identity.rolesIn(project);
  if (roles.size === 0) throw httpForbidden();
  if (operation.allows !== 'signature' && !operation.allows.some((role) => roles.has(role))) throw forbidden(name);
}

async function act(desk: Desk, place: Place, { name, operation, identity }: Found): Promise<Answer> {
  const { event, settings, base, ports } = desk;
  const { project = '', ...params } = place.params;
  const call: HeatCall = {
    operation: name,
    project,
    params,
    query: new URLSearchParams(event.rawQueryString),
    body: operation.input === undefined ? undefined : jsonBody(event, operation.allows === 'signature'),
    ...(identity && { identity }),
    base,
    event,
    settings,
  };
  const action = heat.actions[name];
  if (!action) throw new Error(`There is no action ${name}`);
  const { status = operation.status, body, headers } = await untilWritten(() => action(call, ports));
  return jsonAnswer(status, body, headers);
}
