import fc from 'fast-check';
import type { Malformed, World } from './request.ts';
import { signed } from './signed.ts';
import { brokenBody, wounded } from './values.ts';

const method = fc.constantFrom(
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
);
const segment = fc.oneof(
  fc.constantFrom(
    'nodes',
    'poll',
    'report',
    'console',
    'api',
    'assets',
    'health',
    'quaymaster',
    'ssm',
    'proton',
    'opsworks',
    'events',
    'favicon.ico',
  ),
  fc.constantFrom(
    'v1',
    'v3',
    'identity',
    '..',
    '.',
    '%',
    '%zz',
    '%2e%2e',
    '%00',
    '%2F',
    '__proto__',
    '~',
    '\\',
    ';x',
    '*',
  ),
  fc.stringMatching(/^[\w.%~-]{0,20}$/),
);
const query = fc.stringMatching(/^(\?[\w=&%.+-]{0,40})?$/);
const targets = [
  'AmazonSSM.',
  'AmazonSSM',
  '.',
  'AwsProton20200720.ListX',
  'AmazonSSM.__proto__',
  'Quaymaster.constructor',
  'X'.repeat(5000),
];

/** What is no request of anything: odd targets, types and paths, without a signature or with one of another world. */
export const nonsense = ({ keys }: World): fc.Arbitrary<Malformed> =>
  fc
    .tuple(
      method,
      fc.array(segment, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
      query,
      brokenBody,
      fc.stringMatching(/^[ -~]{0,60}$/),
    )
    .chain(([verb, path, asked, body, text]) => {
      const bare = {
        method: verb,
        path: path + asked,
        headers: { authorization: text, 'x-amz-target': text.trim() },
        body,
      };
      const headers = fc.constantFrom(...targets).map((target) => ({ 'x-amz-target': target }));
      const cookie = { cookie: `quaymaster=${text}`, origin: 'null', accept: text, range: text, 'if-none-match': text };
      return fc.oneof(
        fc.constant(bare),
        fc.constant({ ...bare, headers: cookie }),
        headers.map((given) => signed({ ...bare, headers: given }, { service: 'ssm' }, keys)),
      );
    });

const chunked = [
  '5\r\nhello\r\n0\r\n\r\n',
  'fffffffffffffffff\r\n',
  '-1\r\n',
  '5\r\nhello',
  '5;x=y\r\nhello\r\n0\r\na: b\r\n\r\n',
  'x\r\n\r\n',
  '0\r\n',
];
const lines = [
  ...[
    'Content-Length: 2',
    'Content-Length: 2\r\nContent-Length: 3',
    'Content-Length: -1',
    'Content-Length: 99999999999999999999',
    'Content-Length: 2, 2',
  ],
  ...[
    'Content-Length: 5\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked, chunked',
    'Transfer-Encoding: x',
    'Transfer-Encoding : chunked',
  ],
  ...[
    'Host: a\r\nHost: b',
    ': x',
    'x',
    ' x: y',
    'x: y\r\n z',
    'x\u0000y: z',
    'x: \u0000',
    `x: ${'y'.repeat(20_000)}`,
    'Expect: 100-continue',
    'Expect: x',
    'Upgrade: h2c',
  ],
  ...[
    'Connection: Upgrade\r\nUpgrade: websocket',
    'Content-Encoding: gzip',
    Array.from({ length: 3000 }, (_, at) => `x${at}: y`).join('\r\n'),
  ],
];
const starts = [
  'POST / HTTP/1.1',
  'POST / HTTP/1.0',
  'POST / HTTP/9.9',
  'POST  / HTTP/1.1',
  'POST http://x/ HTTP/1.1',
  'CONNECT x:1 HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'PRI * HTTP/2.0',
  'GET',
  '',
  '\u0016\u0003\u0001',
];

/** What is hardly HTTP: the bytes of a connection, in Latin-1; each says that it is the last. */
export const bytes: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('POST / HTTP/1.1') },
      { weight: 2, arbitrary: fc.constantFrom(...starts) },
    ),
    fc.array(fc.constantFrom(...lines), { maxLength: 2 }),
    fc.oneof(fc.constantFrom(...chunked), fc.constantFrom('{}', '', '{"a":1}')),
  )
  .map(([first, more, body]) => [first, 'Host: here', 'Connection: close', ...more, '', body].join('\r\n'))
  .chain((text) => fc.oneof({ weight: 2, arbitrary: fc.constant(text) }, { weight: 1, arbitrary: wounded(text) }));
