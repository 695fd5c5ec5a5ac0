import type { Wire, WireRequest } from '../wire.ts';
import { type HeatConfig, inputOf } from './config.ts';

const timeout = 30_000;

interface Catalog {
  token: { catalog?: { type: string; endpoints: { interface: string; region?: string; url: string }[] }[] };
}

/** The request of a HEAT_SIGNAL: a token of Keystone's for the deployment's own user, then Heat's signal of the resource. Throws where Keystone refuses. */
export async function heatSignalRequest(config: HeatConfig, body: string, wire: Wire): Promise<WireRequest> {
  const input = (name: string) => inputOf(config, name);
  const auth = input('deploy_auth_url')
    .replace(/\/+$/, '')
    .replace(/\/v2\.0$/, '/v3');
  const user = { id: input('deploy_user_id'), password: input('deploy_password') };
  const scope = { project: { id: input('deploy_project_id') } };
  const answer = await wire.send({
    method: 'POST',
    url: `${auth}/auth/tokens`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } }),
    timeout,
  });
  const token = answer.headers['x-subject-token'];
  if (answer.status >= 300 || typeof token !== 'string') throw new Error(`Keystone answers ${answer.status}`);
  const path = `stacks/${input('deploy_stack_id')}/resources/${encodeURIComponent(input('deploy_resource_name'))}/signal`;
  return {
    method: 'POST',
    url: `${endpointIn(JSON.parse(answer.body) as Catalog, input('deploy_region_name'))}/${path}`,
    headers: { 'content-type': 'application/json', 'x-auth-token': token },
    body,
    timeout,
  };
}

function endpointIn({ token }: Catalog, region: string): string {
  const heat = token.catalog?.find(({ type }) => type === 'orchestration');
  const open = heat?.endpoints.filter((endpoint) => endpoint.interface === 'public') ?? [];
  const found = open.find((endpoint) => endpoint.region === region) ?? open[0];
  if (!found) throw new Error('Keystone names no endpoint of Heat');
  return found.url.replace(/\/+$/, '');
}
