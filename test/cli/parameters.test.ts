import { parametersFrom } from '../../cli/parameters.ts';

const types = {
  List: 'StringList',
  Ids: 'List<AWS::EC2::Instance::Id>',
  Map: 'StringMap',
  Maps: 'MapList',
  Count: 'Integer',
};

describe('parameters of the command line', () => {
  it.each([
    ['a scalar', ['Text=Hello, world = all'], { Text: ['Hello, world = all'] }],
    ['an empty scalar', ['Text='], { Text: [''] }],
    ['a number', ['Count=3'], { Count: ['3'] }],
    ['a list', ['List=a, b,c'], { List: ['a', 'b', 'c'] }],
    ['an empty list', ['List='], { List: [] }],
    ['a list of a typed kind', ['Ids=i-1,i-2'], { Ids: ['i-1', 'i-2'] }],
    ['a list in JSON', ['List=["a,b", 2]'], { List: ['a,b', '2'] }],
    ['a list in bad JSON', ['List=[a,b'], { List: ['[a', 'b'] }],
    ['a map', ['Map={"a": "b,c"}'], { Map: ['{"a": "b,c"}'] }],
    ['a list of maps', ['Maps=[{"a":1},{"b":2}]'], { Maps: ['{"a":1}', '{"b":2}'] }],
    ['a list of one map', ['Maps={"a":1,"b":2}'], { Maps: ['{"a":1,"b":2}'] }],
    ['text that looks like a list', ['Text=[1]'], { Text: ['[1]'] }],
    ['several', ['List=a', 'Count=1'], { List: ['a'], Count: ['1'] }],
    [
      'one JSON object, as the AWS CLI takes it',
      ['{"List":["a"],"Count":[1],"Text":"x"}'],
      { List: ['a'], Count: ['1'], Text: ['x'] },
    ],
  ])('hold %s', (_what, texts, expected) => {
    expect(parametersFrom(texts, types)).toEqual(expected);
  });

  it.each([
    [['Text'], "'Text' is not like Name=value"],
    [['=x'], "'=x' is not like Name=value"],
    [['A=1', 'A=2'], 'parameter A is given twice'],
    [['{"A":'], '--parameters {"A": is not well-formed JSON'],
  ])('refuse %j', (texts, message) => {
    expect(() => parametersFrom(texts, types)).toThrow(message);
  });
});
