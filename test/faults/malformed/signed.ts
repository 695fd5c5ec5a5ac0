import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { Credentials, Malformed } from './request.ts';
import { wounded } from './values.ts';

const hash = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const stampOf = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');

/** What is signed besides the request: the digest its body claims, the time, and which headers it leaves out. */
interface Signing {
  service: string;
  bodyHash?: string;
}

interface Signature {
  value: string;
  scope: string;
}

function signatureOf(
  lines: string[],
  stamp: string,
  { service, secret }: { service: string; secret: string },
): Signature {
  const scope = `${stamp.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const key = scope.split('/').reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`);
  const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash(lines.join('\n'))}`;
  return { value: hmac(key, text).toString('hex'), scope };
}

/** Signed as it should be, so that what is wrong is met behind the signature. */
export function signed(request: Malformed, { service, bodyHash }: Signing, keys: Credentials): Malformed {
  const stamp = stampOf(Date.now());
  const headers: Record<string, string> = { ...request.headers, host: 'here', 'x-amz-date': stamp };
  const claimed = bodyHash ?? hash(request.body);
  if (service === 's3') headers['x-amz-content-sha256'] = claimed;
  const names = Object.keys(headers).toSorted();
  const [path = '/', query = ''] = request.path.split('?');
  const lines = names.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [request.method, path, query, lines, names.join(';'), claimed];
  const { value, scope } = signatureOf(canonical, stamp, { service, secret: keys.secretAccessKey });
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${value}`;
  return { ...request, headers: { ...headers, authorization } };
}

/** The same by the query, as presigned URLs have it; `expires` is what it says, `age` how old it is in seconds. */
export function presigned(
  request: Malformed,
  { expires, age }: { expires: string; age: number },
  keys: Credentials,
): Malformed {
  const stamp = stampOf(Date.now() - age * 1000);
  const scope = encodeURIComponent(`${keys.accessKeyId}/${stamp.slice(0, 8)}/us-east-1/s3/aws4_request`);
  const [path = '/', given = ''] = request.path.split('?');
  const pairs = [
    ...given.split('&').filter(Boolean),
    ...['X-Amz-Algorithm=AWS4-HMAC-SHA256', `X-Amz-Credential=${scope}`, `X-Amz-Date=${stamp}`],
    ...[`X-Amz-Expires=${encodeURIComponent(expires)}`, 'X-Amz-SignedHeaders=host'],
  ];
  const query = pairs.toSorted().join('&');
  const canonical = [request.method, path, query, 'host:here\n', 'host', 'UNSIGNED-PAYLOAD'];
  const { value } = signatureOf(canonical, stamp, { service: 's3', secret: keys.secretAccessKey });
  return { ...request, path: `${path}?${query}&X-Amz-Signature=${value}`, headers: { host: 'here' } };
}

const dates = [
  '',
  '2026',
  '20261301T000000Z',
  '99991231T235959Z',
  '00000101T000000Z',
  '20260101T000000',
  'x'.repeat(3000),
  '-1',
];
const tokens = ['', 'x', 'x'.repeat(4000)];

/** What may be wrong with the headers of a request that was signed well. */
const wounds: ((authorization: string) => fc.Arbitrary<Record<string, string>>)[] = [
  (authorization) => wounded(authorization).map((made) => ({ authorization: made.replace(/[^\x20-\x7e]/g, '?') })),
  (authorization) => fc.constant({ authorization: authorization.replace(/Signature=\w+/, 'Signature=') }),
  (authorization) => fc.constant({ authorization: authorization.replace(/SignedHeaders=[^,]+/, 'SignedHeaders=') }),
  (authorization) => fc.constant({ authorization: `${authorization}, ${authorization.slice(17)}` }),
  (authorization) => fc.constant({ authorization: authorization.replace(/Credential=\w+/, 'Credential=__proto__') }),
  (authorization) => fc.constant({ authorization: authorization.replace(/\/\d{8}\//, '/99999999/') }),
  (authorization) => fc.constant({ authorization: authorization.replaceAll(',', '') }),
  () =>
    fc
      .constantFrom(...['', 'Bearer x', 'Basic ', 'AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA256 =,=', 'AWS a:b'])
      .map((authorization) => ({ authorization })),
  () => fc.constantFrom(...dates).map((date) => ({ 'x-amz-date': date })),
  () => fc.constantFrom(...tokens).map((token) => ({ 'x-amz-security-token': token })),
  () => fc.constantFrom('', 'UNSIGNED-PAYLOAD', 'x', '0'.repeat(64)).map((sum) => ({ 'x-amz-content-sha256': sum })),
  () => fc.constantFrom('gzip', 'aws-chunked', '').map((encoding) => ({ 'content-encoding': encoding })),
];

/** Mostly the request as it was signed, now and then with something wrong about its signature or headers. */
export const perhapsUnsigned = (request: Malformed): fc.Arbitrary<Malformed> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(request) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...wounds)
        .chain((wound) => wound(request.headers['authorization'] ?? ''))
        .map((headers) => ({ ...request, headers: { ...request.headers, ...headers } })),
    },
  );
