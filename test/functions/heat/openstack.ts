import { heatDoor } from '../../../functions/heat/door.ts';
import type { Settings } from '../../../functions/heat/settings.ts';
import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';
import { storedPrincipals } from '../../../functions/principals/stored-principals.ts';
import { account, eventOf, type Keys } from '../../door.ts';
import { type Around, openRunning, type Running } from '../../running.ts';
import type { FakeClock } from '../../clock.ts';

/** What bodies may have in them, as tests look at it. */
export interface Body {
  software_config: { id: string; name: Json; group: Json; config: Json; inputs: JsonObject[]; outputs: JsonObject[] };
  software_configs: { id: string; name: string; project?: string }[];
  software_deployment: Deployment;
  software_deployments: Deployment[];
  metadata: { id: string; name: string; inputs: JsonObject[] }[];
  deployments: { id: string; name: string; inputs: JsonObject[] }[];
  error: { type: string; message?: string; code?: number };
  token: { roles: { name: string }[]; project: { id: string }; expires_at: string; catalog: JsonObject[] };
}

/** A deployment as it is shown. */
export interface Deployment {
  id: string;
  server_id: string;
  config_id: string;
  input_values: Json;
  output_values: JsonObject | null;
  action: Json;
  status: string;
  status_reason: string;
  updated_time?: string;
}

/** An answer as a client sees it: JSON parsed where it is some, the names of headers as they were sent. */
export interface Seen {
  status: number;
  body: Body;
  headers: Record<string, string>;
}

/** What a test sends besides method and path; without a token it is the administrator's. */
export interface Sent {
  body?: Json;
  /** Instead of `body`: the bytes as they are. */
  raw?: string | Uint8Array;
  token?: string | null;
  headers?: Record<string, string>;
}

/** Heat's door in this process, with everything behind it, on a clock that stands still. */
export interface OpenStack extends Running {
  call(method: string, path: string, sent?: Sent): Promise<Seen>;
  /** The same below `/v1/{project}`, with a body or without. */
  heat(method: string, path: string, body?: Json): Promise<Seen>;
  /** A principal that has roles in projects. */
  someone(name: string, roles: string[], ...projects: string[]): Promise<Keys>;
  /** A token for a project, by a principal's keys. */
  token(keys: Keys, project: string): Promise<string>;
  /** A config and a deployment that its machine is to signal; answers with the signal URL's path. */
  signalled(members?: JsonObject, config?: JsonObject): Promise<{ id: string; configId: string; url: string }>;
  status(id: string): Promise<[string, string]>;
}

/** The administrator's token, and the project of these tests. */
export const operatorToken = 'operator-token';
export const project = 'demo';
export const base = 'http://quaymaster.test';

/** Basic authentication with a principal's keys. */
export const basic = ({ accessKeyId, secretAccessKey }: Keys): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64')}`,
});

interface Opened {
  settings?: Partial<Settings>;
  file?: string;
  clock?: FakeClock;
  around?: Around;
}

/** Opens it. */
export async function openStack({ settings, file, clock, around }: Opened = {}): Promise<OpenStack> {
  const running = await openRunning(file, clock, around);
  const { ports, administrator } = running;
  const { handler } = heatDoor({
    ports,
    principals: storedPrincipals({ ...ports, secrets: plainSecrets() }),
    account,
    region: 'us-east-1',
    operator: { token: operatorToken, accessKeyId: administrator.accessKeyId },
    settings: { holds: true, ...settings },
  });

  const call = async (method: string, path: string, { body, raw, token, headers }: Sent = {}): Promise<Seen> => {
    const bytes = raw ?? (body === undefined ? '' : JSON.stringify(body));
    const sent = {
      host: 'quaymaster.test',
      'x-forwarded-proto': 'http',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== null && !headers?.['authorization'] && { 'x-auth-token': token ?? operatorToken }),
      ...headers,
    };
    const event = eventOf({ method, path, headers: sent, body: bytes });
    const answer = await running.roles.as('Api', () => handler(event));
    return {
      status: answer.statusCode ?? 0,
      body: parsed(answer.isBase64Encoded ? Buffer.from(answer.body ?? '', 'base64').toString() : (answer.body ?? '')),
      headers: answer.headers as Record<string, string>,
    };
  };
  const heat = (method: string, path: string, body?: Json) =>
    call(method, `/v1/${project}${path}`, body === undefined ? {} : { body });
  return {
    ...running,
    call,
    heat,
    someone: (name, roles, ...projects) =>
      running.principal(name, {
        Version: '2012-10-17',
        Statement: roles.map((role) => ({
          Effect: 'Allow',
          Action: `heat:${role}`,
          Resource: projects.map((one) => `arn:aws:heat:*:*:project/${one}`),
        })),
      }),
    token: async ({ accessKeyId: id, secretAccessKey: secret }, scope) => {
      const identity = { methods: ['application_credential'], application_credential: { id, secret } };
      const auth = { identity, scope: { project: { id: scope } } };
      const { headers } = await call('POST', '/identity/v3/auth/tokens', { body: { auth }, token: null });
      return headers['x-subject-token'] ?? '';
    },
    signalled: async (members = {}, config = {}) => {
      const made = await heat('POST', '/software_configs', { name: 'hello', group: 'script', ...config });
      const deployed = await heat('POST', '/software_deployments', {
        config_id: made.body.software_config.id,
        server_id: 'srv',
        signal_transport: 'CFN_SIGNAL',
        ...members,
      });
      const { id, config_id: configId } = deployed.body.software_deployment;
      const shown = await heat('GET', `/software_configs/${configId}`);
      const { inputs } = shown.body.software_config;
      const url = inputs.find(({ name }) => name === 'deploy_signal_id')?.value as string | undefined;
      return { id, configId, url: (url ?? base).slice(base.length) };
    },
    status: async (id) => {
      const { status, status_reason } = (await heat('GET', `/software_deployments/${id}`)).body.software_deployment;
      return [status, status_reason];
    },
  };
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return text as unknown as Body;
  }
}
