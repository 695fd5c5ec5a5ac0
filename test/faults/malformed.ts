import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';

/** A request before it is sent: what stands in it may be anything that HTTP allows. */
export interface Malformed {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Keys and the token of an administrator. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
}

const hash = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signed as it should be, so that what is wrong is met behind the signature. */
function signed(request: Malformed, service: string, { accessKeyId, secretAccessKey }: Credentials): Malformed {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${stamp.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const headers: Record<string, string> = { ...request.headers, host: 'here', 'x-amz-date': stamp };
  const bodyHash = hash(request.body);
  if (service === 's3') headers['x-amz-content-sha256'] = bodyHash;
  const names = Object.keys(headers).toSorted();
  const [path = '/', query = ''] = request.path.split('?');
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const canonical = [request.method, path, query, lines, names.join(';'), bodyHash].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash(canonical)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...request, headers: { ...headers, authorization } };
}

const odd = fc.constantFrom<unknown>(
  ...[null, true, -1, 0, 1e308, '', ' ', '\u0000', '\uD800', '✓'.repeat(300), 'x'.repeat(5000), [], {}, [[]], [null]],
  ...['../..', '%00', "'--", '{{ x }}', '{{', '${jndi}', 'arn:aws:', '__proto__', 'NaN', '1e999', '2026-13-45'],
);

/** Values whose shape comes from a grammar, deep or flat, with odd leaves. */
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, odd, fc.jsonValue(), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('__proto__', 'constructor', '')),
    tie('value'),
    {
      maxKeys: 4,
    },
  ),
})).value;

/** Bodies that are nearly JSON: cut, too deep, with doubled or foreign parts, in no encoding. */
const brokenBody = fc.oneof(
  value.map((made) => JSON.stringify(made) ?? ''),
  fc.tuple(value, fc.nat(60)).map(([made, at]) => (JSON.stringify(made) ?? '').slice(0, at)),
  fc.nat(3000).map((depth) => '['.repeat(depth)),
  fc.nat(2000).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.constantFrom(
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    '\uFEFF{}',
    '{}{}',
    "{'a':1}",
    'NaN',
    '[1e999]',
    '{"a":\u0000}',
  ),
  fc.uint8Array({ maxLength: 60 }),
);

/** An operation's input with members of its own names, wrong in type or text. */
const inputOf = (members: string[]) =>
  fc
    .dictionary(members.length ? fc.constantFrom(...members) : fc.string(), value, { maxKeys: 6 })
    .map((made) => JSON.stringify(made));

/** The members of the input of each operation. */
export type Inputs = Record<string, string[]>;

/** Requests in AWS JSON. */
export function awsJson(
  { prefix, version, service, operations }: { prefix: string; version: string; service: string; operations: Inputs },
  keys: Credentials,
): fc.Arbitrary<Malformed> {
  const names = Object.keys(operations);
  const target = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.stringMatching(/^[\w.-]{0,40}$/) },
  );
  return target.chain((operation) =>
    fc
      .tuple(
        fc.oneof({ weight: 2, arbitrary: inputOf(operations[operation] ?? []) }, brokenBody),
        fc.constantFrom('/', '/', '/', `/${service}/`, '//', '/%2e%2e/'),
        fc.constantFrom(`application/x-amz-json-${version}`, 'application/x-amz-json-1.1', 'text/plain', ''),
      )
      .map(([body, path, type]) =>
        signed(
          { method: 'POST', path, headers: { 'content-type': type, 'x-amz-target': `${prefix}.${operation}` }, body },
          service,
          keys,
        ),
      ),
  );
}

const segment = fc.oneof(
  fc.constantFrom(
    'software_configs',
    'software_deployments',
    'metadata',
    'stacks',
    'resources',
    'signal',
    '000000000000',
    'v1',
    '..',
    '%',
    '%zz',
  ),
  fc.stringMatching(/^[\w.%~-]{0,20}$/),
);
const query = fc.stringMatching(/^(\?[\w=&%.-]{0,40})?$/);
const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS');
const join = (root: string) => (segments: string[]) => `${root}${segments.join('/')}`;

const heatMembers = [
  ...[
    'name',
    'group',
    'config',
    'inputs',
    'outputs',
    'options',
    'config_id',
    'server_id',
    'action',
    'status',
    'status_reason',
  ],
  ...[
    'input_values',
    'output_values',
    'signal_transport',
    'stack_user_project_id',
    'deploy_status_code',
    'deploy_stdout',
  ],
];

/** Requests of OpenStack's Heat: to its routes, and past them. */
export function heatRest(routes: { method: string; path: string }[], { token }: Credentials): fc.Arbitrary<Malformed> {
  const past = fc.record({ method, path: fc.array(segment, { maxLength: 4 }).map(join('/v1/000000000000/')) });
  return fc
    .tuple(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...routes) }, past),
      query,
      fc.oneof(inputOf(heatMembers), brokenBody),
    )
    .map(([route, asked, body]) => ({
      method: route.method,
      path: route.path + asked,
      headers: { 'x-auth-token': token, 'content-type': 'application/json' },
      body,
    }));
}

/** Requests of S3. */
export const s3Rest = (keys: Credentials): fc.Arbitrary<Malformed> =>
  fc
    .tuple(method, fc.array(fc.stringMatching(/^[\w.~-]{0,20}$/), { maxLength: 3 }).map(join('/bucket/')), brokenBody)
    .map(([verb, path, body]) => signed({ method: verb, path, headers: {}, body }, 's3', keys));

/** What is no request of anything: odd targets, types and paths, without a signature or with one of another world. */
export const nonsense = (): fc.Arbitrary<Malformed> =>
  fc
    .tuple(
      method,
      fc.array(segment, { maxLength: 5 }).map(join('/')),
      query,
      brokenBody,
      fc.stringMatching(/^[ -~]{0,60}$/),
    )
    .map(([verb, path, asked, body, authorization]) => ({
      method: verb,
      path: path + asked,
      headers: { authorization, 'x-amz-target': authorization.trim() },
      body,
    }));
