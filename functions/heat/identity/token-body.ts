import { hash } from 'node:crypto';
import type { Identity } from './identity.ts';
import type { TokenRecord } from './tokens.ts';

const domain = { id: 'default', name: 'Default' };

/** What Keystone says of a token; the catalog leads back here. Source: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management */
export function tokenBody(record: TokenRecord, { id, name, rolesIn }: Identity, base: string): object {
  const { project, methods, issued, expires } = record;
  return {
    token: {
      methods,
      user: { id, name, domain, password_expires_at: null },
      audit_ids: [hash('sha256', JSON.stringify(record), 'base64url').slice(0, 22)],
      issued_at: new Date(issued).toISOString(),
      expires_at: new Date(expires).toISOString(),
      project: { id: project, name: project, domain },
      is_domain: false,
      roles: [...rolesIn(project)].map((role) => ({ id: role, name: role })),
      catalog: catalogOf(project, base),
    },
  };
}

const region = 'RegionOne';

function catalogOf(project: string, base: string): object[] {
  const services = {
    identity: { name: 'keystone', url: `${base}/identity/v3` },
    orchestration: { name: 'heat', url: `${base}/v1/${encodeURIComponent(project)}` },
    'object-store': { name: 'swift', url: `${base}/v1/AUTH_${encodeURIComponent(project)}` },
  };
  return Object.entries(services).map(([type, { name, url }]) => ({
    id: name,
    name,
    type,
    endpoints: ['public', 'internal', 'admin'].map((face) => ({
      id: `${name}-${face}`,
      interface: face,
      region,
      region_id: region,
      url,
    })),
  }));
}
