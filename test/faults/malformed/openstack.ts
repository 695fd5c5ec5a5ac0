import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Malformed, World } from './request.ts';
import { brokenBody, odd, perhapsWounded, value } from './values.ts';

interface Route {
  method: string;
  path: string;
}

const file = join(import.meta.dirname, '../../../contracts/heat.json');
const routes = Object.values(
  (JSON.parse(readFileSync(file, 'utf8')) as { operations: Record<string, Route> }).operations,
);

const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS');
const project = '000000000000';
const segment = fc.oneof(
  fc.constantFrom(
    'software_configs',
    'software_deployments',
    'metadata',
    'stacks',
    'resources',
    'signal',
    project,
    'v1',
    '..',
    '%',
    '%zz',
    '%2F',
    '%00',
    '%ff',
    '%E2%9C%93',
  ),
  fc.stringMatching(/^[\w.%~-]{0,20}$/),
);
const body = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<string | Uint8Array> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record(members, { requiredKeys: [] })
        .map((made) => JSON.stringify(made) ?? '')
        .chain((text) => perhapsWounded(text, 9)),
    },
    { weight: 1, arbitrary: brokenBody },
  );

const io = fc.array(
  fc.oneof(
    odd,
    fc.record(
      {
        name: fc.oneof(fc.constantFrom('a', 'deploy_x'), odd),
        type: fc.constantFrom('String', 'Number', 'Json', 'List', 'Boolean', 'x'),
        default: value,
        value: odd,
        replace_on_change: odd,
        error_output: odd,
      },
      { requiredKeys: ['name'] },
    ),
  ),
  { maxLength: 3 },
);
const mostly = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: odd });

const bodyFor = ({ configId, deploymentId }: World) =>
  body({
    name: mostly(fc.constantFrom('a', 'b')),
    group: mostly(fc.constantFrom('script', 'component', 'Heat::Ungrouped')),
    config: mostly(fc.constantFrom('#!/bin/sh\necho', '{"a":1}', '')),
    inputs: mostly(io),
    outputs: mostly(io),
    options: value,
    config_id: mostly(fc.constantFrom(configId, deploymentId)),
    server_id: mostly(fc.constant('11111111-1111-4111-8111-111111111111')),
    action: mostly(fc.constantFrom('CREATE', 'UPDATE', 'DELETE', 'SUSPEND')),
    status: mostly(fc.constantFrom('IN_PROGRESS', 'COMPLETE', 'FAILED')),
    status_reason: odd,
    input_values: value,
    output_values: value,
    signal_transport: mostly(fc.constantFrom('NO_SIGNAL', 'TEMP_URL_SIGNAL', 'HEAT_SIGNAL', 'AUTO')),
    stack_user_project_id: odd,
    deploy_status_code: odd,
    deploy_stdout: odd,
    template: value,
  });

const query = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?limit=-1',
    '?limit=x',
    '?marker=none',
    '?limit=1&limit=2',
    '?server_id=%00',
    '?wait=x',
    '?wait=-1',
    '?expires=1&signature=00',
    '?expires=99999999999&signature=',
    '?global_tenant=maybe',
    '?%zz=%',
  ),
  fc.stringMatching(/^\?[\w=&%.-]{0,40}$/),
);

/** A signature in the query, as signal URLs and temporary URLs have it. */
const signatures = fc
  .tuple(
    fc.constantFrom(0, 39, 40, 64, 128),
    fc.constantFrom('0', 'f', 'g'),
    fc.constantFrom('0', '9999999999', '-1', 'x', '999999999999999999'),
  )
  .map(
    ([length, digit, expires]) =>
      `?temp_url_sig=${digit.repeat(length)}&temp_url_expires=${expires}&signature=${digit.repeat(length)}&expires=${expires}`,
  );

const toHeat = (world: World): fc.Arbitrary<Malformed> => {
  const id = fc.constantFrom(world.configId, world.deploymentId, '00000000-0000-4000-8000-000000000001', 'x', '%00');
  const there = fc
    .tuple(fc.constantFrom(...routes), id, fc.constantFrom(project, project, project, 'other'))
    .map(([route, given, owner]) => ({
      method: route.method,
      path: route.path.replace('{project}', owner).replace(/\{\w+\}/g, given),
    }));
  const past = fc.record({
    method,
    path: fc.array(segment, { maxLength: 4 }).map((parts) => `/v1/${project}/${parts.join('/')}`),
  });
  return fc
    .tuple(
      fc.oneof({ weight: 6, arbitrary: there }, { weight: 1, arbitrary: past }),
      fc.oneof({ weight: 6, arbitrary: query }, { weight: 1, arbitrary: signatures }),
      bodyFor(world),
    )
    .map(([route, asked, made]) => ({ method: route.method, path: route.path + asked, headers: {}, body: made }));
};

const user = fc.record(
  { id: odd, name: mostly(fc.constant('admin')), password: odd, domain: value },
  { requiredKeys: [] },
);
const auth = body({
  auth: mostly(
    fc.record(
      {
        identity: mostly(
          fc.record(
            {
              methods: mostly(
                fc.array(fc.constantFrom('password', 'token', 'application_credential', '__proto__', 'x'), {
                  maxLength: 2,
                }),
              ),
              password: mostly(fc.record({ user: mostly(user) })),
              token: mostly(fc.record({ id: odd })),
              application_credential: mostly(
                fc.record({ id: odd, name: odd, secret: odd, user }, { requiredKeys: [] }),
              ),
            },
            { requiredKeys: ['methods'] },
          ),
        ),
        scope: mostly(
          fc.record(
            {
              project: mostly(fc.record({ id: odd, name: odd, domain: odd }, { requiredKeys: [] })),
              system: odd,
              domain: odd,
            },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: ['identity'] },
    ),
  ),
});

const toKeystone: fc.Arbitrary<Malformed> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant('POST') }, method),
    fc.constantFrom(
      '/identity/v3/auth/tokens',
      '/identity/v3/auth/tokens',
      '/identity',
      '/identity/v3',
      '/identity/v2.0/tokens',
      '/identity/v3/%zz',
      '/identity//',
    ),
    auth,
    fc.constantFrom('', 'x', 'gAAAA', 'x'.repeat(3000)),
  )
  .map(([verb, path, made, subject]) => ({ method: verb, path, headers: { 'x-subject-token': subject }, body: made }));

const toSwift: fc.Arbitrary<Malformed> = fc
  .tuple(
    method,
    fc.constantFrom(project, project, 'other', '', '%00', 'x'.repeat(65)),
    fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom('c', 'o') }, { weight: 1, arbitrary: segment }), {
      maxLength: 3,
    }),
    fc.oneof(query, signatures),
    fc.constantFrom<Record<string, string>>(
      {},
      { 'x-account-meta-temp-url-key': 'x' },
      { 'x-account-meta-temp-url-key-2': '' },
      { 'x-account-meta-temp-url-key': 'x'.repeat(5000) },
    ),
    brokenBody,
  )
  .map(([verb, account, parts, asked, headers, made]) => ({
    method: verb,
    path: [`/v1/AUTH_${account}`, ...parts].join('/') + asked,
    headers,
    body: made,
  }));

/** Requests of OpenStack: to Heat's routes, Keystone's and Swift's, and past them, with a token that is right or not. */
export function openstack(world: World): fc.Arbitrary<Malformed> {
  const { token } = world.keys;
  const tokens = fc.oneof(
    { weight: 12, arbitrary: fc.constant(token) },
    { weight: 1, arbitrary: fc.constantFrom('', 'x', token.slice(1), `${token}x`, 'é', 'x'.repeat(5000)) },
  );
  const types = fc.oneof(
    { weight: 9, arbitrary: fc.constant('application/json') },
    { weight: 1, arbitrary: fc.constantFrom('', 'text/plain', 'application/json; charset=x', 'multipart/form-data') },
  );
  const request = fc.oneof(
    { weight: 4, arbitrary: toHeat(world) },
    { weight: 1, arbitrary: toKeystone },
    { weight: 1, arbitrary: toSwift },
  );
  return fc.tuple(request, tokens, types).map(([made, given, type]) => ({
    ...made,
    headers: { ...made.headers, 'x-auth-token': given, 'content-type': type },
  }));
}
