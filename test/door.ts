import { Readable } from 'node:stream';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { makeHandler, type Handler } from '../functions/api/handler.ts';
import type { Principal } from '../functions/api/principal.ts';
import type { Service } from '../functions/api/service.ts';
import type { Ids } from '../functions/ports/ids.ts';
import type { Log } from '../functions/ports/log.ts';
import type { Ports } from '../functions/ports/ports.ts';
import { ensureAdministrator } from '../functions/principals/administrator.ts';
import { createPrincipal } from '../functions/principals/create-principal.ts';
import { principalsService } from '../functions/principals/index.ts';
import { storedPrincipals } from '../functions/principals/stored-principals.ts';
import { Database } from '../local/database/database.ts';
import { plainSecrets } from '../local/plain-secrets.ts';
import { sqliteStore } from '../local/database/sqlite-store.ts';
import { fakeClock, type FakeClock } from './clock.ts';

/** A door in this process: real signatures, real policies, a store in memory, a clock that stands still. */
export interface TestDoor {
  handler: Handler;
  ports: Ports;
  clock: FakeClock;
  lines: Line[];
  administrator: Keys;
  /** A client of SSM, the administrator's unless other keys are given. */
  ssm(keys?: Keys): SSMClient;
  /** The part of an official client's configuration that leads it to this door: `new ProtonClient(door.config())`; then `door.attach(client)`. */
  config(keys?: Keys): ClientConfig;
  attach<Client extends Attachable>(client: Client): Client;
  /** Makes a principal with an IAM policy. */
  principal(name: string, policy: object, groups?: string[]): Promise<Keys>;
}

/** What identifies a principal to a client. */
export type Keys = Pick<Principal, 'accessKeyId' | 'secretAccessKey'>;

/** A line of the log. */
export interface Line {
  level: keyof Log;
  message: string;
  fields: Record<string, unknown>;
}

/** Services that are made of the door's ports. */
export type More = (ports: Ports) => Service[];

/** The account of every test door. */
export const account = '000000000000';

/** Opens a door to services; ports that a test does not give throw when they are used, but for store, clock, ids and log. */
export async function openDoor(
  services: Service[],
  given: Partial<Ports> = {},
  region?: string,
  more: More = () => [],
  around: <Result>(request: () => Result) => Result = (request) => request(),
): Promise<TestDoor> {
  const clock = fakeClock();
  const lines: Line[] = [];
  const store = given.store ?? sqliteStore(new Database(':memory:'), clock);
  const ports = withoutOthers({
    secrets: plainSecrets(),
    clock,
    store,
    ids: countingIds(),
    log: recordingLog(lines),
    ...given,
  });
  const secrets = plainSecrets();
  const principals = storedPrincipals({ ...ports, secrets });
  const all = [...services, ...more(ports), principalsService(principals, secrets)];
  const handle = makeHandler({ ports, services: all, principals, account, ...(region !== undefined && { region }) });
  const handler: Handler = (event) => around(() => handle(event));
  const administrator = await ensureAdministrator({ ...ports, secrets }, account);
  const config = (keys: Keys = administrator): ClientConfig => clientConfig(handler, keys);
  const attach = <Client extends Attachable>(client: Client): Client => follow(client, ports);
  return {
    handler,
    ports,
    clock,
    lines,
    administrator,
    config,
    attach,
    ssm: (keys) => attach(new SSMClient(config(keys))),
    principal: async (name, policy, groups = []) => {
      const input = { Name: name, PolicyDocument: JSON.stringify(policy), Groups: groups };
      const made = await createPrincipal(input, { ...ports, secrets }, { account });
      return { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey };
    },
  };
}

function withoutOthers(given: Partial<Ports>): Ports {
  const absent = (name: string): object =>
    new Proxy({}, { get: (_target, call) => fail(`The test gave no port ${name}, but ${String(call)} was called`) });
  const others = ['workflows', 'scripts', 'events', 'objects', 'provisioner'].map((name) => [name, absent(name)]);
  return { ...Object.fromEntries(others), ...given } as Ports;
}

function fail(message: string): never {
  throw new Error(message);
}

/** Ids that count: uuids 00000000-0000-4000-8000-000000000001 and so on, tokens of 43 characters, fractions of one half. */
export function countingIds(): Ids {
  let count = 0;
  const uuid = () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  return {
    uuid,
    orderedUuid: uuid,
    token: () => `token-${String(++count).padStart(37, '0')}`,
    fraction: () => 0.5,
  };
}

/** A log that keeps its lines. */
export function recordingLog(lines: Line[]): Log {
  const at =
    (level: keyof Log) =>
    (message: string, fields: object = {}): void =>
      void lines.push({ level, message, fields: fields as Record<string, unknown> });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

interface ClientConfig {
  region: string;
  endpoint: string;
  credentials: Keys;
  maxAttempts: number;
  requestHandler: { handle(request: SentRequest): Promise<{ response: ReceivedResponse }> };
}

interface SentRequest {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

interface ReceivedResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable;
}

/** The configuration that leads an official client to a handler. */
export function clientConfig(handler: Handler, { accessKeyId, secretAccessKey }: Keys): ClientConfig {
  return {
    region: 'us-east-1',
    endpoint: 'http://quaymaster.test',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    requestHandler: { handle: async (request) => ({ response: received(await handler(eventOf(request))) }) },
  };
}

/** A request as API Gateway's HTTP API hands it over, payload format 2.0. */
export function eventOf({ method, path, headers, body = '' }: SentRequest): APIGatewayProxyEventV2 {
  const [rawPath = '/', rawQueryString = ''] = path.split(/\?(.*)/s);
  const isText = typeof body === 'string';
  return {
    version: '2.0',
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    requestContext: { http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' } },
    body: isText ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
    isBase64Encoded: !isText,
  } as APIGatewayProxyEventV2;
}

const received = ({ statusCode = 200, headers, body = '' }: APIGatewayProxyStructuredResultV2): ReceivedResponse => ({
  statusCode,
  headers: (headers ?? {}) as Record<string, string>,
  body: Readable.from([Buffer.from(body)]),
});

interface Attachable {
  config: { systemClockOffset: number };
  middlewareStack: { add(middleware: (next: Next) => Next, options: { step: 'initialize' }): void };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each client has its own types for what passes by
type Next = (args: any) => Promise<any>;

/** Makes a client sign at the time of the door's clock. */
function follow<Client extends Attachable>(client: Client, { clock }: Pick<Ports, 'clock'>): Client {
  const middleware =
    (next: Next): Next =>
    (args) => {
      client.config.systemClockOffset = clock.now() - Date.now();
      return next(args);
    };
  client.middlewareStack.add(middleware, { step: 'initialize' });
  return client;
}
