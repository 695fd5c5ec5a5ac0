import type { Json } from '../../../../functions/ports/json.ts';
import { basicType, isOfType, plainTexts, typedValue } from '../../../../functions/ssm/expressions/typed-value.ts';

describe('basicType', () => {
  it.each([
    ['String', 'String'],
    ['MapList', 'MapList'],
    ['AWS::EC2::Instance::Id', 'String'],
    ['List<AWS::EC2::Instance::Id>', 'StringList'],
    ['AWS::S3::Bucket::Name', 'String'],
    ['List<AWS::S3::Bucket::Name>', 'StringList'],
    ['AWS::IAM::Role::Arn', 'String'],
    ['List<AWS::IAM::Role::Arn>', 'StringList'],
    ['List<AWS::IAM::Role::Arn', undefined],
    ['AWS::IAM::Role::Arn>', undefined],
    ['AWS::EC2::Subnet::Id', undefined],
    ['string', undefined],
    ['toString', undefined],
  ])('takes %s for %s', (type, expected) => {
    expect(basicType(type)).toBe(expected);
  });
});

describe('typedValue', () => {
  it.each([
    ['String', ['3'], '3'],
    ['String', [''], ''],
    ['String', ['a', 'b'], undefined],
    ['String', [], undefined],
    ['AWS::IAM::Role::Arn', [''], ''],
    ['StringList', ['a', ''], ['a', '']],
    ['StringList', [], []],
    ['List<AWS::EC2::Instance::Id>', ['i-1'], ['i-1']],
    ['Integer', ['42'], 42],
    ['Integer', ['-7'], -7],
    ['Integer', ['4.5'], undefined],
    ['Integer', ['0x10'], undefined],
    ['Integer', [''], undefined],
    ['Integer', ['99999999999999999999'], undefined],
    ['Boolean', ['true'], true],
    ['Boolean', ['False'], false],
    ['Boolean', ['yes'], undefined],
    ['Boolean', ['constructor'], undefined],
    ['StringMap', ['{"a":{"b":1}}'], { a: { b: 1 } }],
    ['StringMap', ['[]'], undefined],
    ['StringMap', ['null'], undefined],
    ['StringMap', ['{'], undefined],
    ['MapList', ['{"a":1}', '{"b":2}'], [{ a: 1 }, { b: 2 }]],
    ['MapList', ['[{"a":1},{"b":2}]'], [{ a: 1 }, { b: 2 }]],
    ['MapList', [], []],
    ['MapList', ['{"a":1}', 'x'], undefined],
    ['Nope', ['x'], undefined],
  ] as [string, string[], Json | undefined][])('reads %s from %j as %j', (type, texts, expected) => {
    expect(typedValue(type, texts)).toEqual(expected);
  });
});

describe('isOfType', () => {
  it.each([
    ['String', 'x', true],
    ['String', 4, false],
    ['StringList', [], true],
    ['StringList', ['a', 1], true],
    ['StringList', [{}], false],
    ['StringList', 'a', false],
    ['Integer', 4, true],
    ['Integer', 4.5, true],
    ['Integer', '4', false],
    ['Boolean', false, true],
    ['Boolean', 'false', false],
    ['StringMap', {}, true],
    ['StringMap', [], false],
    ['MapList', [], true],
    ['MapList', [{}], true],
    ['MapList', ['a'], false],
    ['MapList', {}, false],
    ['Nope', 'x', false],
  ] as [string, Json, boolean][])('%s of %j is %j', (type, value, expected) => {
    expect(isOfType(type, value)).toBe(expected);
  });

  it.each(['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'])('lets null be a %s', (type) => {
    expect(isOfType(type, null)).toBe(true);
  });
});

describe('plainTexts', () => {
  it.each([
    ['a', ['a']],
    [3, ['3']],
    [true, ['true']],
    [
      ['a', 1],
      ['a', '1'],
    ],
    [[], []],
    [{ a: "x='1'" }, ['{"a":"x=\'1\'"}']],
    [
      [{ a: 1 }, { b: 2 }],
      ['{"a":1}', '{"b":2}'],
    ],
  ] as [Json, string[]][])('writes %j as %j', (value, expected) => {
    expect(plainTexts(value)).toEqual(expected);
  });
});
