import { randomIds } from '../../../../functions/ports/random-ids.ts';
import fc from 'fast-check';
import type { Json } from '../../../../functions/ports/json.ts';
import { compileIntrinsic } from '../../../../local/states/intrinsics/index.ts';

const evaluate = (text: string, data: Json = {}): Json =>
  compileIntrinsic(text)({
    data,
    variables: { v: 7 },
    context: () => ({ Task: { Token: 'abc' } }),
    ids: { ...randomIds(), uuid: () => '5b1e9c3a-0000-4000-8000-000000000000', fraction: () => 0.5 },
  });

describe('intrinsic functions', () => {
  it.each<[string, Json]>([
    ['States.Array()', []],
    ["States.Array(1, 'a', true, null, $.x, States.Array(2))", [1, 'a', true, null, 'X', [2]]],
    ['States.ArrayContains($.list, 2)', true],
    ['States.ArrayContains($.objects, $.same)', true],
    ["States.ArrayContains($.list, '2')", false],
    ['States.ArrayGetItem($.list, 1)', 2],
    ['States.ArrayLength($.list)', 3],
    ['States.ArrayPartition($.list, 2)', [[1, 2], [3]]],
    ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
    ['States.ArrayRange(5, 1, -2)', [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', []],
    ['States.ArrayUnique($.repeated)', [1, '1', { a: 1, b: 2 }, null]],
    ["States.Base64Encode('häh')", 'aMOkaA=='],
    ["States.Base64Decode('aMOkaA==')", 'häh'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['States.JsonMerge($.one, $.other, false)', { a: 1, b: { y: 2 }, c: 3 }],
    ['States.StringToJson(\'{"a":[1]}\')', { a: [1] }],
    ['States.JsonToString($.one)', '{"a":1,"b":{"x":1}}'],
    ['States.MathAdd(1.5, -1.5)', 1],
    ['States.MathAdd(States.MathAdd($v, 1), 2)', 10],
    ['States.MathRandom(10, 20)', 15],
    ["States.StringSplit('1,2;3', ',;')", ['1', '2', '3']],
    ["States.StringSplit('abc', '')", ['abc']],
    ["States.Format('{} and {}', 1, $.one)", '1 and {a=1, b={x=1}}'],
    ["States.Format('it\\'s \\{{}\\}', 'x')", "it's {x}"],
    ["States.Format('a\\\\b\\n{}', '\\{')", 'a\\b\n{'],
    ["States.Format('{}', $$.Task.Token)", 'abc'],
    ["States.Format('{}', $['x'])", 'X'],
    ['States.UUID()', '5b1e9c3a-0000-4000-8000-000000000000'],
  ])('evaluates %s', (text, expected) => {
    const data = {
      x: 'X',
      list: [1, 2, 3],
      objects: [{ a: 1, b: 2 }],
      same: { b: 2, a: 1 },
      repeated: [1, '1', 1, { a: 1, b: 2 }, { b: 2, a: 1 }, null, null],
      one: { a: 1, b: { x: 1 } },
      other: { b: { y: 2 }, c: 3 },
    };
    expect(evaluate(text, data)).toEqual(expected);
  });

  it('draws the same number from the same seed', () => {
    expect(evaluate('States.MathRandom(0, 1000000, 42)')).toBe(evaluate('States.MathRandom(0, 1000000, 42)'));
  });

  it.each([
    'States.ArrayGetItem($.list, 3)',
    'States.ArrayGetItem($.list, -1)',
    "States.ArrayLength('abc')",
    'States.ArrayPartition($.list, 0)',
    'States.ArrayRange(1, 5, 0)',
    'States.ArrayRange(0, 1000, 1)',
    'States.MathRandom(5, 5)',
    "States.MathAdd('1', 2)",
    'States.MathAdd(1)',
    "States.Hash('x', 'CRC')",
    "States.StringToJson('{')",
    'States.JsonMerge($, $, true)',
    "States.Format('{} {}', 1)",
    "States.Format('{}', 1, 2)",
    'States.Base64Encode(1)',
  ])('fails with States.IntrinsicFailure at %s', (text) => {
    expect(() => evaluate(text, { list: [1, 2, 3] })).toThrow(
      expect.objectContaining({ error: 'States.IntrinsicFailure' }),
    );
  });

  it('fails with States.Runtime where an argument is not in the input', () => {
    expect(() => evaluate('States.Array($.none)')).toThrow(expect.objectContaining({ error: 'States.Runtime' }));
  });

  it.each([
    'States.Nothing()',
    'States.Array(',
    'States.Array(1',
    "States.Array('a)",
    'States.Array(1,)',
    'States.Array(x)',
    'States.Array(1) 2',
  ])('refuses %s', (text) => {
    expect(() => compileIntrinsic(text)).toThrow(expect.objectContaining({ name: 'InvalidDefinition' }));
  });

  it('takes any text back from Base64', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        expect(evaluate('States.Base64Decode(States.Base64Encode($))', text)).toBe(text);
      }),
    );
  });

  it('puts the chunks of ArrayPartition together to the same array', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
        const chunks = evaluate('States.ArrayPartition($.list, $.size)', { list, size }) as Json[][];
        expect(chunks.flat()).toEqual(list);
        expect(chunks.every((chunk) => chunk.length <= size)).toBe(true);
      }),
    );
  });
});
