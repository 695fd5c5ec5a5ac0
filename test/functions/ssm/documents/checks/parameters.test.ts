import { refusal, said } from './said.ts';

const parameter = (definition: object): string => said({ parameters: { Color: definition } });

describe('checkParameters and checkVariables', () => {
  it.each([
    [
      'an underscore in its name',
      said({ parameters: { My_Color: { type: 'String' } } }),
      'Parameter name "My_Color" is not alpha-numeric.',
    ],
    [
      'the name __proto__',
      refusal('{"schemaVersion": "0.3", "parameters": {"__proto__": {"type": "String"}}, "mainSteps": []}').replace(
        /^\w+: /,
        '',
      ),
      'Parameter name "__proto__" is not alpha-numeric.',
    ],
    ['the name constructor', said({ parameters: { constructor: { type: 'String' } } }), 'none'],
    ['no type', parameter({}), 'Missing "type" in parameter definition.'],
    ['no definition', said({ parameters: { Color: null } }), 'Missing "type" in parameter definition.'],
    ['an unknown type', parameter({ type: 'Text' }), 'Parameter type: Text is invalid.'],
    ['a type of AWS', parameter({ type: 'List<AWS::EC2::Instance::Id>', default: [] }), 'none'],
    ['an empty role for a default', parameter({ type: 'AWS::IAM::Role::Arn', default: '' }), 'none'],
    [
      'a number for a String',
      parameter({ type: 'String', default: 3 }),
      'Wrong default value for a "String" parameters',
    ],
    [
      'a text for a StringList',
      parameter({ type: 'StringList', default: 'a' }),
      'Wrong default value for a "StringList" parameters',
    ],
    [
      'a text for a Boolean',
      parameter({ type: 'Boolean', default: 'true' }),
      'Wrong default value for a "Boolean" parameters',
    ],
    [
      'a word for an Integer',
      parameter({ type: 'Integer', default: 'three' }),
      'Wrong default value for a "Integer" parameters',
    ],
    ['digits for an Integer', parameter({ type: 'Integer', default: '3' }), 'none'],
    ['JSON text for a StringMap', parameter({ type: 'StringMap', default: '{"a": "b"}' }), 'none'],
    [
      'other text for a StringMap',
      parameter({ type: 'StringMap', default: 'a' }),
      'Wrong default value for a "StringMap" parameters',
    ],
    [
      'a map for a MapList',
      parameter({ type: 'MapList', default: {} }),
      'Wrong default value for a "MapList" parameters',
    ],
    ['maps for a MapList', parameter({ type: 'MapList', default: [{ a: 1 }] }), 'none'],
    ['an SSM parameter for a String', parameter({ type: 'String', default: '{{ssm:/aws/ami}}' }), 'none'],
    ['an SSM parameter for a StringList', parameter({ type: 'StringList', default: '{{ ssm:names }}' }), 'none'],
    [
      'an SSM parameter for an Integer',
      parameter({ type: 'Integer', default: '{{ ssm:count }}' }),
      'Wrong default value for a "Integer" parameters',
    ],
    ['no default in YAML', parameter({ type: 'Integer', default: null }), 'none'],
    [
      'an allowed value beside a list',
      parameter({ type: 'String', allowedValues: 'a' }),
      'allowedValues: a is invalid in parameter: Color.',
    ],
    [
      'a pattern that is a list',
      parameter({ type: 'String', allowedPattern: [] }),
      'allowedPattern: [] is invalid in parameter: Color.',
    ],
    [
      'a limit in words',
      parameter({ type: 'String', maxChars: 'many' }),
      'maxChars: many is invalid in parameter: Color.',
    ],
    ['limits nobody knows', parameter({ type: 'Integer', minValue: 1, maxValue: 3 }), 'none'],
  ])('answers a parameter with %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });

  it.each([
    ['a default', said({ variables: { Count: { type: 'StringMap', default: '{}' } } }), 'none'],
    ['no type', said({ variables: { Count: {} } }), 'Missing "type" in parameter definition.'],
    [
      'a wrong default',
      said({ variables: { Count: { type: 'Integer', default: 'x' } } }),
      'Wrong default value for a "Integer" parameters',
    ],
    ['a name with a blank', said({ variables: { 'a b': { type: 'Integer' } } }), 'Variable name "a b" is invalid.'],
    ['a list around it', said({ variables: [] }), '"variables" should be a map.'],
  ])('answers a variable with %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
