import fc from 'fast-check';
import type { Json } from '../../../../functions/ports/json.ts';
import { checkOutput, hasValue, inputText, outputValues } from '../../../../functions/ssm/expressions/outputs.ts';

describe('outputValues', () => {
  it.each([
    ['text', ['text']],
    ["a=b & <c> 'd'", ["a=b & <c> 'd'"]],
    [true, ['true']],
    [3, ['3']],
    [null, ['null']],
    [
      ['a', 'b=c', 1, null],
      ['a', 'b=c', '1', 'null'],
    ],
    [[], []],
    [{ url: "https://x/?a=1&b='<2>'" }, ['{"url":"https://x/?a\\u003d1\\u0026b\\u003d\\u0027\\u003c2\\u003e\\u0027"}']],
    [
      [{ 'k=': 1 }, { b: [2] }],
      ['{"k\\u003d":1}', '{"b":[2]}'],
    ],
    [{ 'line\u2028': '\u2029' }, ['{"line\\u2028":"\\u2029"}']],
    [{ quote: '"\\/\n\u0001' }, ['{"quote":"\\"\\\\/\\n\\u0001"}']],
  ] as [Json, string[]][])('writes %j as %j', (value, expected) => {
    expect(outputValues(value)).toEqual(expected);
  });

  it('writes maps that read back as they were', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (map) => {
        const value = JSON.parse(JSON.stringify(map)) as Json;
        expect(outputValues(value).map((text) => JSON.parse(text) as Json)).toEqual([value]);
      }),
    );
  });
});

describe('inputText', () => {
  it.each([
    ['running', '"running"'],
    [['i-1'], '["i-1"]'],
    [{ a: 'b=c' }, '{"a":"b=c"}'],
    [true, 'true'],
    [3, '3'],
  ] as [Json, string][])('writes %j as %s', (value, expected) => {
    expect(inputText(value)).toBe(expected);
  });
});

describe('hasValue', () => {
  it.each([
    [undefined, false],
    [null, false],
    ['', false],
    [' ', true],
    [0, true],
    [false, true],
    [[], true],
    [{}, true],
  ] as [Json | undefined, boolean][])('%j: %j', (value, expected) => {
    expect(hasValue(value)).toBe(expected);
  });
});

describe('checkOutput', () => {
  it('lets a value of the type pass', () => {
    expect(() => checkOutput('StringList', ['a'])).not.toThrow();
  });

  it.each([
    ['String', 4, 'The output is a number, not of type String.'],
    ['StringMap', [], 'The output is a list, not of type StringMap.'],
    ['MapList', {}, 'The output is a map, not of type MapList.'],
  ] as [string, Json, string][])('refuses for %s the value %j', (type, value, message) => {
    expect(() => checkOutput(type, value)).toThrow(message);
  });
});
