import type { Json } from '../../../../functions/ports/json.ts';
import {
  checkVariable,
  initialVariables,
  InvalidVariable,
  variableTexts,
} from '../../../../functions/ssm/expressions/variables.ts';

describe('initialVariables', () => {
  it('reads every default by its type', () => {
    const definitions = {
      Color: { type: 'String', default: 'blue' },
      Count: { type: 'Integer', default: 3 },
      Digits: { type: 'Integer', default: '4' },
      Flag: { type: 'Boolean', default: false },
      Ids: { type: 'StringList', default: ['a', 'b'] },
      Text: { type: 'StringMap', default: '{}' },
      Map: { type: 'StringMap', default: { a: 1 } },
      Maps: { type: 'MapList', default: [{ a: 1 }] },
      None: { type: 'String' },
      constructor: { type: 'String', default: 'own' },
    };

    expect(initialVariables(definitions)).toEqual({
      Color: 'blue',
      Count: 3,
      Digits: 4,
      Flag: false,
      Ids: ['a', 'b'],
      Text: {},
      Map: { a: 1 },
      Maps: [{ a: 1 }],
      constructor: 'own',
    });
  });
});

describe('checkVariable', () => {
  it.each([
    ['String', 'x'.repeat(512)],
    ['Integer', 3],
    ['Boolean', true],
    ['StringList', Array<string>(50).fill('x')],
    ['StringMap', { ['k'.repeat(50)]: 1 }],
    ['MapList', Array<Json>(200).fill({})],
  ] as [string, Json][])('takes a %s at its limit', (type, value) => {
    expect(() => checkVariable({ type }, value)).not.toThrow();
  });

  it.each([
    ['String', '', 'A String variable has 1 to 512 characters, not 0.'],
    ['String', 'x'.repeat(513), 'A String variable has 1 to 512 characters, not 513.'],
    ['String', 3, "The value is not of the variable's type, String."],
    ['Integer', '3', "The value is not of the variable's type, Integer."],
    ['Boolean', null, "The value is not of the variable's type, Boolean."],
    ['StringList', Array<string>(51).fill('x'), 'A StringList variable has at most 50 items, not 51.'],
    ['StringMap', { ['k'.repeat(51)]: 1 }, 'The keys of a map have 1 to 50 characters.'],
    ['StringMap', { '': 1 }, 'The keys of a map have 1 to 50 characters.'],
    ['MapList', Array<Json>(201).fill({}), 'A MapList variable has at most 200 items, not 201.'],
    ['MapList', [{ '': 1 }], 'The keys of a map have 1 to 50 characters.'],
  ] as [string, Json, string][])('refuses for a %s too much or another type', (type, value, message) => {
    expect(() => checkVariable({ type }, value)).toThrow(new InvalidVariable(message));
  });
});

describe('variableTexts', () => {
  it('writes every variable as list<string>', () => {
    expect(variableTexts({ Color: 'blue', Count: 3, Ids: ['a', 'b'], Map: { a: 1 }, Maps: [{ a: 1 }, {}] })).toEqual({
      Color: ['blue'],
      Count: ['3'],
      Ids: ['a', 'b'],
      Map: ['{"a":1}'],
      Maps: ['{"a":1}', '{}'],
    });
  });
});
