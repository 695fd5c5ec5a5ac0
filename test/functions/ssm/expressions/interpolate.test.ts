import { readFileSync, readdirSync, existsSync } from 'node:fs';
import fc from 'fast-check';
import type { Json } from '../../../../functions/ports/json.ts';
import { interpolate, references, UnresolvedReference } from '../../../../functions/ssm/expressions/interpolate.ts';

const values: Record<string, Json> = {
  Name: 'web',
  Count: 3,
  Flag: true,
  Ids: ['i-1', 'i-2'],
  Empty: [],
  Map: { a: { b: [1, 'x'] } },
  Tricky: '{{ Name }} $& $1',
  'launch.InstanceIds': ['i-3'],
  'global:DATE': '2026-03-01',
  'automation:EXECUTION_ID': 'id-1',
  'variable:Color': 'blue',
  'loop.CurrentIteration': 2,
};
const lookup = (reference: string) => (Object.hasOwn(values, reference) ? values[reference] : undefined);

describe('references', () => {
  it('finds every form, deep, and trims it', () => {
    const value = {
      a: '{{Name}} and {{ launch.InstanceIds }}',
      b: [{ c: '{{  global:DATE}}' }, '{{ automation:EXECUTION_ID }}'],
      d: '{{ variable:Color }} {{ssm:/aws/service/ami-windows-latest/Full-Base}} {{ ssm:my.name }}',
      e: 5,
    };

    expect(references(value)).toEqual([
      'Name',
      'launch.InstanceIds',
      'global:DATE',
      'automation:EXECUTION_ID',
      'variable:Color',
      'ssm:/aws/service/ami-windows-latest/Full-Base',
      'ssm:my.name',
    ]);
  });

  it.each([
    'body {{ color: red; }}',
    '{{ a b }}',
    '{{}}',
    '{{ }}',
    '{{ step.Out.key }}',
    '{{ other:X }}',
    '{ Name }',
    '{{ Name }',
    '{{ x["y"] }}',
    '{{ Name | upper }}',
  ])('takes %j for plain text', (text) => {
    expect(references(text)).toEqual([]);
    expect(interpolate(text, lookup)).toBe(text);
  });

  it('does not look at keys', () => {
    expect(references({ '{{ Name }}': 1 })).toEqual([]);
  });

  it('stays linear on a hostile text', () => {
    const hostile = ['{{'.repeat(50_000), '{{ '.repeat(50_000), `{{${' '.repeat(100_000)}`, `{{${'a'.repeat(100_000)}`];

    expect(hostile.map(references)).toEqual([[], [], [], []]);
  });
});

describe('interpolate', () => {
  it.each([
    ['{{ Name }}', 'web'],
    ['{{Count}}', 3],
    ['{{ Flag }}', true],
    ['{{ Ids }}', ['i-1', 'i-2']],
    ['{{ Map }}', { a: { b: [1, 'x'] } }],
    [' {{ Count }}', ' 3'],
    ['{{ Name }}-{{ Count }}-{{ Flag }}', 'web-3-true'],
    ['ids: {{ Ids }}', 'ids: ["i-1","i-2"]'],
    ['map: {{ Map }}', 'map: {"a":{"b":[1,"x"]}}'],
    ['PT{{ Count }}M', 'PT3M'],
    ['{{ global:DATE }}/{{ automation:EXECUTION_ID }}', '2026-03-01/id-1'],
    ['{{ variable:Color }}', 'blue'],
    ['{{ loop.CurrentIteration }}', 2],
    [['{{ launch.InstanceIds }}'], ['i-3']],
    [
      ['{{ Ids }}', '{{ Name }}', 'x {{ Ids }}', '{{ Empty }}'],
      ['i-1', 'i-2', 'web', 'x ["i-1","i-2"]'],
    ],
    [[['{{ Ids }}']], [['i-1', 'i-2']]],
    [
      [['a'], 'b'],
      [['a'], 'b'],
    ],
    [{ '{{ Name }}': { deep: ['{{ Map }}'] } }, { '{{ Name }}': { deep: [{ a: { b: [1, 'x'] } }] } }],
    [
      [null, 1, false],
      [null, 1, false],
    ],
  ] as [Json, Json][])('makes %j into %j', (value, expected) => {
    expect(interpolate(value, lookup)).toEqual(expected);
  });

  it('keeps what a value says as data', () => {
    expect(interpolate(['{{ Tricky }}', '>{{ Tricky }}<'], lookup)).toEqual(['{{ Name }} $& $1', '>{{ Name }} $& $1<']);
  });

  it('names the reference that has no value', () => {
    const unresolved = (value: Json) => {
      try {
        return interpolate(value, lookup);
      } catch (error) {
        return error instanceof UnresolvedReference ? error.reference : error;
      }
    };

    expect(unresolved({ a: ['{{ gone.Output }}'] })).toBe('gone.Output');
    expect(unresolved('x {{ toString }}')).toBe('toString');
    expect(unresolved('{{ __proto__ }}')).toBe('__proto__');
  });

  it('shares nothing with the values it was given', () => {
    const source: Json = { list: ['a'] };
    const result = interpolate({ whole: '{{ x }}' }, () => source);
    source.list = ['changed'];

    expect(result).toEqual({ whole: { list: ['a'] } });
  });

  it('leaves any value without braces as it is, __proto__ keys included', () => {
    const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

    fc.assert(
      fc.property(json, (value) => {
        fc.pre(references(value).length === 0);
        expect(JSON.stringify(interpolate(value, () => undefined))).toBe(JSON.stringify(value));
      }),
    );
    const hostile = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as Json;
    expect(JSON.stringify(interpolate(hostile, lookup))).toBe(JSON.stringify(hostile));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('gives back any value a whole reference stands for', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const given = JSON.parse(JSON.stringify(value)) as Json;
        expect(interpolate('{{ x }}', () => given)).toEqual(given);
      }),
    );
  });

  const folder = new URL('../../../../../shared/cases/runbooks/', import.meta.url);
  const real = existsSync(folder) ? readdirSync(folder) : [];

  (real.length > 0 ? it : it.skip)(
    'finds references in every shared runbook and leaves none behind (needs ../shared)',
    () => {
      const texts = real.map((file) => readFileSync(new URL(file, folder), 'utf8'));
      const resolved = texts.map((text) => interpolate(text, () => 'VALUE'));

      expect(texts.flatMap(references).length).toBeGreaterThan(300);
      expect(resolved.flatMap(references)).toEqual([]);
    },
  );
});
