import fc from 'fast-check';

const texts = [
  ...['', ' ', '\u0000', '\uD800', '\uDC00\uD800', '\u202E', '\uFEFF', '👩‍👩‍👧', 'İ', '✓'.repeat(300), 'x'.repeat(5000)],
  ...[
    '../..',
    '%00',
    "'--",
    '{{ x }}',
    '{{',
    '{{ global:DATE',
    '${jndi}',
    'arn:aws:',
    'arn:aws:iam::000000000000:user/',
    '*',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    '1e999',
    '-0',
    '2026-13-45',
    '2026-11-21T00:00:00Z',
    'PT1S',
    '\r\nx: y',
    '<a>&b;',
  ],
];
const numbers = [0, -0, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 999_999_999_999];

/** Leaves that programs stumble over. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...texts, ...numbers, null, true, false, [], {}, [[]], [null], [{}], { a: { a: {} } }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** Values whose shape comes from a grammar, deep or flat, with odd leaves. */
export const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, odd, fc.jsonValue(), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('__proto__', 'constructor', '')),
    tie('value'),
    { maxKeys: 4 },
  ),
})).value;

/** A text with one wound: cut, a part doubled or left out, or a character that is another one. */
export const wounded = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(8),
      fc.constantFrom('cut', 'double', 'drop', 'put'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    .map(([at, length, how, other]) => {
      if (how === 'cut') return text.slice(0, at);
      const part = how === 'double' ? text.slice(at, at + length).repeat(2) : how === 'put' ? other : '';
      return text.slice(0, at) + part + text.slice(at + length);
    });

/** Mostly the text as it is, now and then wounded. */
export const perhapsWounded = (text: string, times = 6): fc.Arbitrary<string> =>
  fc.oneof({ weight: times, arbitrary: fc.constant(text) }, { weight: 1, arbitrary: wounded(text) });

/** Numbers as JSON allows them, and as it does not. */
const numeral = fc.constantFrom(
  ...['1e999', '-1e-999', '0'.repeat(400), '9'.repeat(400), '01', '+1', '.5', '1.', '0x1F', '-', '1e', '-0'],
);

/** Escapes of strings, right and wrong. */
const quoted = fc.constantFrom(
  ...['"\\ud800"', '"\\u00"', '"\\x41"', '"\t"', '"\\', '"\\u0000"', "'a'", '"\uD800"', '"\\/"'],
);

/** Bodies that are nearly JSON: cut, too deep, with doubled or foreign parts, in no encoding. */
export const brokenBody: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  value.map((made) => JSON.stringify(made) ?? ''),
  value.chain((made) => wounded(JSON.stringify(made) ?? '')),
  fc.oneof(numeral, quoted).map((leaf) => `{"Name":${leaf},"a":[${leaf}]}`),
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
    '{/**/}',
    '{"a":1,}',
  ),
  fc.uint8Array({ maxLength: 60 }),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.concat([Buffer.from('{"Name":"'), bytes, Buffer.from('"}')])),
  fc.constantFrom(Buffer.from('{"Name":"x"}', 'utf16le'), Buffer.from([0x1f, 0x8b, 8, 0, 0])),
);
