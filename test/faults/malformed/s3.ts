import fc from 'fast-check';
import type { Malformed, World } from './request.ts';
import { perhapsUnsigned, presigned, signed } from './signed.ts';
import { brokenBody, perhapsWounded } from './values.ts';

type Pairs = Record<string, string>;

const encoded = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const queryOf = (pairs: Pairs) =>
  Object.entries(pairs)
    .map(([name, one]) => `${encoded(name)}=${encoded(one)}`)
    .toSorted()
    .join('&');

const text = fc.oneof(
  fc.constantFrom('', '/', 'a', '0', '-1', '1e9', '10001', 'NaN', '\u0000', '✓', '../..', 'folder/'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const some = (names: string[], made: fc.Arbitrary<string> = text): fc.Arbitrary<Pairs> =>
  fc.dictionary(fc.constantFrom(...names), made, { maxKeys: 3 });

const names = [
  'a',
  'folder/b c',
  'none',
  '.',
  '..',
  '../../etc/passwd',
  '/',
  '//',
  'x'.repeat(1025),
  '✓'.repeat(400),
  '\u0000',
  'a\nb',
  '%',
];
const path = ({ bucket }: World): fc.Arbitrary<string> => {
  const key = fc.oneof(
    fc.constantFrom(...names).map((name) => name.split('/').map(encoded).join('/')),
    text.map(encoded),
    fc.constantFrom('%', '%zz', '%ff', '%2e%2e/%2e%2e'),
  );
  const buckets = fc.oneof(
    { weight: 6, arbitrary: fc.constant(bucket) },
    { weight: 1, arbitrary: fc.constantFrom('none', '..', 'B_', '.s3-parts', '%00', '', 'x'.repeat(64)) },
  );
  return fc
    .tuple(buckets, fc.option(key, { nil: undefined, freq: 5 }))
    .map(([one, rest]) => (rest === undefined ? `/${one}` : `/${one}/${rest}`));
};

const queries = ({ uploadId }: World): fc.Arbitrary<Pairs> => {
  const id = fc.constantFrom(uploadId, uploadId, 'none', '', '../x');
  const part = fc.constantFrom('1', '0', '10000', '10001', '-1', '1.5', 'x', '');
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    {
      weight: 3,
      arbitrary: some([
        'list-type',
        'max-keys',
        'prefix',
        'delimiter',
        'continuation-token',
        'start-after',
        'marker',
        'encoding-type',
        'fetch-owner',
      ]).map((pairs) => ({ 'list-type': '2', ...pairs })),
    },
    { weight: 3, arbitrary: fc.record({ uploadId: id, partNumber: part }, { requiredKeys: ['uploadId'] }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('uploads', 'delete', 'tagging', 'location').map((name) => ({ [name]: '' })),
    },
    {
      weight: 1,
      arbitrary: some([
        'acl',
        'versionId',
        'versions',
        'policy',
        'response-content-type',
        'response-transfer-encoding',
        'response-content-length',
        'X-Amz-Signature',
        'x-id',
      ]),
    },
  );
};

const date = fc.constantFrom('', 'x', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Thu, 99 Foo 9999 99:99:99 GMT', '2026-11-21');
const visible = fc.string({ unit: fc.constantFrom(...'aZ0-=/+ ,;"*'), maxLength: 20 });
const sum = fc.oneof(fc.base64String({ maxLength: 44 }), visible);
const headers = ({ bucket }: World): fc.Arbitrary<Pairs> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(
          'bytes=0-',
          'bytes=-1',
          'bytes=5-2',
          'bytes=0-0,2-3',
          'bytes=',
          'bytes=x-y',
          'bytes=99999999999999999999-',
          '=',
        )
        .map((range) => ({ range })),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(
          `/${bucket}/a`,
          `${bucket}/a`,
          '/',
          '',
          '/none/a',
          `${bucket}/%zz`,
          `${bucket}/a?versionId=x`,
          '/../../a',
        )
        .chain((source) =>
          visible.map((range) => ({ 'x-amz-copy-source': source, 'x-amz-copy-source-range': `bytes=${range}` })),
        ),
    },
    {
      weight: 2,
      arbitrary: some(
        [
          'if-match',
          'if-none-match',
          'x-amz-metadata-directive',
          'x-amz-tagging',
          'x-amz-storage-class',
          'x-amz-meta-a',
          'content-type',
          'cache-control',
          'x-amz-acl',
        ],
        visible,
      ),
    },
    { weight: 2, arbitrary: some(['if-modified-since', 'if-unmodified-since'], date) },
    {
      weight: 2,
      arbitrary: some(
        [
          'content-md5',
          'x-amz-checksum-crc32',
          'x-amz-checksum-crc64nvme',
          'x-amz-checksum-sha256',
          'x-amz-checksum-x',
          'x-amz-sdk-checksum-algorithm',
        ],
        sum,
      ),
    },
  );

const element = (name: string, content: string) => `<${name}>${content}</${name}>`;
const content = fc.oneof(
  text.map((one) => one.replace(/[<&]/g, '_')),
  fc.constantFrom('&#0;', '&#xFFFFFFFF;', '&x;', '<![CDATA[a]]>', '<!-- -->', '<?p x?>', '<a/>', ' '),
);
const part = fc
  .tuple(content, content)
  .map(([number, etag]) => element('Part', element('PartNumber', number) + element('ETag', etag)));
const object = fc
  .tuple(content, content)
  .map(([key, version]) => element('Object', element('Key', key) + element('VersionId', version)));
const bomb = `<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx">${Array.from({ length: 9 }, (_, at) => `<!ENTITY b${at} "${`&${at ? `b${at - 1}` : 'a'};`.repeat(10)}">`).join('')}]><Delete><Object><Key>&b8;</Key></Object></Delete>`;

/** XML of S3's requests that is nearly right, or what parsers of XML stumble over. */
const xml: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc
    .array(part, { maxLength: 4 })
    .map((parts) => element('CompleteMultipartUpload', parts.join('')))
    .chain((one) => perhapsWounded(one, 3)),
  fc
    .array(object, { maxLength: 4 })
    .map((objects) => element('Delete', `${objects.join('')}<Quiet>x</Quiet>`))
    .chain((one) => perhapsWounded(one, 3)),
  fc.constantFrom(
    bomb,
    '<?xml version="1.0" encoding="UTF-16"?><Delete/>',
    '<Delete xmlns="x" a="1" a="2"/>',
    '<Delete>',
    '</Delete>',
    '<',
    '<>',
    '<__proto__/>',
    '<Delete><__proto__>1</__proto__></Delete>',
    '\uFEFF<Delete/>',
  ),
  fc.nat(3000).map((depth) => '<Delete>'.repeat(depth) + '</Delete>'.repeat(depth)),
  fc.nat(1500).map((count) => element('Delete', '<Object><Key>none</Key></Object>'.repeat(count))),
);

/** Bodies in chunks, with sizes, signatures and trailers that are right or not. */
const chunked: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      '5',
      '0005',
      '6',
      '4',
      'ffffffff',
      '-1',
      'x',
      '',
      '5;chunk-signature=00',
      `5;chunk-signature=${'0'.repeat(64)}`,
      '7fffffffffffffff',
    ),
    fc.constantFrom('\r\n', '\n', ''),
    fc.constantFrom(
      '0\r\n\r\n',
      '0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
      '0\r\nx-amz-checksum-crc32:\r\n',
      '0\r\n:\r\n\r\n',
      '0\r\n__proto__:x\r\n\r\n',
      '0\r\nx',
      '',
    ),
  )
  .map(([size, end, rest]) => `${size}${end}hello${end}${rest}`)
  .chain((one) => perhapsWounded(one, 4));

const streamed = fc.constantFrom(
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-X',
);

const bodies: fc.Arbitrary<{ body: string | Uint8Array; bodyHash?: string }> = fc.oneof(
  { weight: 3, arbitrary: xml.map((body) => ({ body })) },
  { weight: 1, arbitrary: brokenBody.map((body) => ({ body })) },
  { weight: 2, arbitrary: fc.tuple(chunked, streamed).map(([body, bodyHash]) => ({ body, bodyHash })) },
  { weight: 1, arbitrary: brokenBody.map((body) => ({ body, bodyHash: 'UNSIGNED-PAYLOAD' })) },
);

const method = fc.constantFrom('GET', 'GET', 'PUT', 'PUT', 'POST', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS');
const lengths = fc.constantFrom('', '5', '-1', 'x', '99999999999');

/** The two operations that read XML, with nothing else wrong about them. */
const withXml = ({ keys, bucket, uploadId }: World): fc.Arbitrary<Malformed> =>
  fc
    .tuple(fc.constantFrom(`/${bucket}?delete=`, `/${bucket}/a?uploadId=${uploadId}`), xml)
    .map(([place, body]) => signed({ method: 'POST', path: place, headers: {}, body }, { service: 's3' }, keys));

/** PutObject in chunks, with nothing else wrong about it. */
const inChunks = ({ keys, bucket }: World): fc.Arbitrary<Malformed> =>
  fc
    .tuple(chunked, streamed, lengths)
    .map(([body, bodyHash, length]) =>
      signed(
        { method: 'PUT', path: `/${bucket}/chunked`, headers: { 'x-amz-decoded-content-length': length }, body },
        { service: 's3', bodyHash },
        keys,
      ),
    );

/** Requests of S3: to a bucket with objects and an upload, and past them. */
export function s3Rest(world: World): fc.Arbitrary<Malformed> {
  const asked = fc
    .tuple(path(world), queries(world))
    .map(([place, pairs]) => (Object.keys(pairs).length ? `${place}?${queryOf(pairs)}` : place));
  const byHeader = fc
    .tuple(method, asked, headers(world), bodies, fc.option(lengths, { nil: undefined }))
    .map(([verb, place, given, { body, bodyHash }, length]) => {
      const more: Pairs =
        length === undefined ? {} : { 'x-amz-decoded-content-length': length, 'x-amz-trailer': 'x-amz-checksum-crc32' };
      const request = { method: verb, path: place, headers: { ...given, ...more }, body };
      return signed(request, { service: 's3', ...(bodyHash && { bodyHash }) }, world.keys);
    })
    .chain(perhapsUnsigned);
  const byQuery = fc
    .tuple(
      method,
      asked,
      fc.constantFrom('60', '0', '-1', '604801', '1e3', 'x', ''),
      fc.constantFrom(0, 100, -100, -4000),
    )
    .map(([verb, place, expires, age]) =>
      presigned({ method: verb, path: place, headers: {}, body: '' }, { expires, age }, world.keys),
    )
    .chain((request) =>
      perhapsWounded(request.path, 4).map((place) => ({ ...request, path: place.replace(/[^\x21-\x7e]/g, '~') })),
    );
  return fc.oneof(
    { weight: 4, arbitrary: byHeader },
    { weight: 1, arbitrary: byQuery },
    { weight: 1, arbitrary: withXml(world) },
    { weight: 1, arbitrary: inChunks(world) },
  );
}
