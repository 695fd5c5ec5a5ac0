import fc from 'fast-check';
import type { Json } from '../../../../functions/ports/json.ts';
import { checkSelector, InvalidSelector, select } from '../../../../functions/ssm/expressions/selector.ts';

const response: Json = {
  Reservations: [
    { Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }, { InstanceId: 'i-2' }] },
    { Instances: [{ InstanceId: 'i-3', Tags: [] }] },
  ],
  Count: 3,
  Nothing: null,
  'a-b': { 'with space': 1, 'dotted.key': 2 },
};

describe('select', () => {
  it.each([
    ['$', response],
    ['$.Count', 3],
    ['Count', 3],
    ['$.Nothing', null],
    ['$.Reservations[0].Instances[1].InstanceId', 'i-2'],
    ['Reservations[1].Instances[0].InstanceId', 'i-3'],
    ['$.Reservations[0].Instances[0].State', { Name: 'running' }],
    ['$.a-b', { 'with space': 1, 'dotted.key': 2 }],
    ["$['a-b']['with space']", 1],
    ['$.a-b["dotted.key"]', 2],
    ['$..InstanceId', ['i-1', 'i-2', 'i-3']],
    ['$.Reservations..Instances..InstanceId', ['i-1', 'i-2', 'i-3']],
    ['$..Instances[0].InstanceId', ['i-1', 'i-3']],
    ["$..['Name']", ['running']],
    ['$..Tags', [[]]],
    ['$..[1]', [{ Instances: [{ InstanceId: 'i-3', Tags: [] }] }, { InstanceId: 'i-2' }]],
    ['$..Gone', []],
    ['$.Gone', undefined],
    ['$.Count.x', undefined],
    ['$.Nothing.x', undefined],
    ['$.Reservations[2]', undefined],
    ['$.Reservations.length', undefined],
    ['$.Reservations.0', undefined],
    ['$.Count[0]', undefined],
    ['$.a-b[0]', undefined],
    ['$.__proto__', undefined],
    ['$.constructor.name', undefined],
    ['$..toString', []],
  ] as [string, Json | undefined][])('finds with %j', (selector, expected) => {
    expect(select(selector, response)).toEqual(expected);
  });

  it('gives a member of the value itself before those below, in the order of the response', () => {
    expect(select('$..a', { x: { a: 1 }, a: { a: 2 }, y: [{ a: 3 }] })).toEqual([{ a: 2 }, 1, 2, 3]);
  });

  it.each([
    '$.a[*]',
    '$.*',
    '$.a[?(@.x)]',
    '$.a[(@.length-1)]',
    '$.a[-1]',
    '$.a[0:1]',
    '$.a.',
    '$.',
    '$a',
    '',
    '$.a b',
    '$..',
    "$['a",
  ])('refuses %j', (selector) => {
    expect(() => select(selector, response)).toThrow(InvalidSelector);
    expect(() => checkSelector(selector)).toThrow(InvalidSelector);
  });

  it('names the selector it refuses', () => {
    expect(() => select('$.a[*]', {})).toThrow('The selector "$.a[*]" is invalid.');
  });

  it('does not blow up with several deep scans of a deep response', () => {
    let deep: Json = 'x';
    for (let level = 0; level < 20_000; level += 1) deep = { a: deep };

    expect(select('$..a..a..a..a..a..a', deep)).toHaveLength(20_000 - 5);
    expect(() => select('$' + '..a'.repeat(65), deep)).toThrow('A selector has at most 64 parts.');
  });

  it('takes any selector and any response without crashing', () => {
    const part = fc.constantFrom('$', '.', '..', 'a', '[0]', '[', ']', "['a']", '__proto__', '*', ' ');
    const selector = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));

    fc.assert(
      fc.property(selector, fc.jsonValue(), (text, value) => {
        try {
          select(text, JSON.parse(JSON.stringify(value)) as Json);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidSelector);
        }
      }),
    );
  });
});
