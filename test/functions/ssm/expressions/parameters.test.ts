import fc from 'fast-check';
import { ApiError } from '../../../../functions/api/error.ts';
import { ssmDefaults, startParameters } from '../../../../functions/ssm/expressions/parameters.ts';
import type { ParameterDefinition } from '../../../../functions/ssm/documents/runbook.ts';

const CODE = 'InvalidAutomationExecutionParametersException';
const refusal = (definition: ParameterDefinition, texts: string[]) => {
  try {
    startParameters({ X: definition }, { X: texts });
    return undefined;
  } catch (error) {
    return error instanceof ApiError && error.code === CODE && error.status === 400 ? error.message : error;
  }
};

describe('startParameters', () => {
  it('reads every type and fills in the defaults', () => {
    const definitions = {
      Name: { type: 'String' },
      Count: { type: 'Integer' },
      Flag: { type: 'Boolean', allowedValues: [true, false] },
      Ids: { type: 'List<AWS::EC2::Instance::Id>' },
      Role: { type: 'AWS::IAM::Role::Arn', default: '' },
      Map: { type: 'StringMap' },
      Maps: { type: 'MapList' },
      TextMap: { type: 'StringMap', default: '{ "a": 1 }' },
      RealMap: { type: 'StringMap', default: { b: [2] } },
      Number: { type: 'Integer', default: '7' },
      Off: { type: 'Boolean', default: false },
      List: { type: 'StringList', default: ['p', 'q'] },
      Ami: { type: 'String', default: '{{ ssm:/aws/ami }}' },
    };
    const given = {
      Name: ['{{ global:REGION }}'],
      Count: ['3'],
      Flag: ['true'],
      Ids: ['i-1', 'i-2'],
      Map: ['{"k":"v"}'],
      Maps: ['{"a":1}', '{"b":2}'],
    };

    expect(startParameters(definitions, given)).toEqual({
      values: {
        Name: '{{ global:REGION }}',
        Count: 3,
        Flag: true,
        Ids: ['i-1', 'i-2'],
        Role: '',
        Map: { k: 'v' },
        Maps: [{ a: 1 }, { b: 2 }],
        TextMap: { a: 1 },
        RealMap: { b: [2] },
        Number: 7,
        Off: false,
        List: ['p', 'q'],
        Ami: '{{ ssm:/aws/ami }}',
      },
      texts: {
        ...given,
        Role: [''],
        TextMap: ['{ "a": 1 }'],
        RealMap: ['{"b":[2]}'],
        Number: ['7'],
        Off: ['false'],
        List: ['p', 'q'],
        Ami: ['{{ ssm:/aws/ami }}'],
      },
    });
  });

  it('refuses a value that it cannot check', () => {
    expect(refusal({ type: 'String', allowedPattern: '(a' }, ['a'])).toBe(
      'Parameter "X" could not be checked against its allowed pattern. The pattern is not a valid regular expression.',
    );
  });

  it('fills in what a default refers to of the run itself, and nothing that a caller gave', () => {
    const definitions = {
      Stack: { type: 'String', default: 'Stack{{automation:EXECUTION_ID}}' },
      Names: { type: 'StringList', default: ['a', '{{ automation:EXECUTION_ID }}'] },
      Target: { type: 'String', default: '{{TARGET_ID}}' },
      Given: { type: 'String', default: '' },
    };
    const lookup = (reference: string) => (reference === 'automation:EXECUTION_ID' ? 'e-1' : undefined);

    const { values } = startParameters(definitions, { Given: ['{{automation:EXECUTION_ID}}'] }, lookup);

    expect(values).toEqual({
      Stack: 'Stacke-1',
      Names: ['a', 'e-1'],
      Target: '{{TARGET_ID}}',
      Given: '{{automation:EXECUTION_ID}}',
    });
  });

  it('takes a document without parameters and a start without any', () => {
    expect(startParameters({}, undefined)).toEqual({ values: {}, texts: {} });
  });

  it('refuses what is missing or not declared', () => {
    const start = (given: Record<string, string[]>) => () => startParameters({ X: { type: 'String' } }, given);

    expect(start({})).toThrow(new ApiError(CODE, 'Missing required parameter: X in user inputs.'));
    expect(start({ X: ['a'], Y: ['b'] })).toThrow(new ApiError(CODE, 'Undefined execution inputs: [Y]'));
    expect(start({ X: ['a'], toString: ['b'] })).toThrow(new ApiError(CODE, 'Undefined execution inputs: [toString]'));
    expect(start(JSON.parse('{"__proto__":["b"]}') as Record<string, string[]>)).toThrow(
      'Undefined execution inputs: [__proto__]',
    );
  });

  it.each([
    [{ type: 'String' }, ['a', 'b'], 'Parameter "X" is not a valid String.'],
    [{ type: 'String' }, [], 'Parameter "X" is not a valid String.'],
    [{ type: 'Integer' }, ['3.5'], 'Parameter "X" is not a valid Integer.'],
    [{ type: 'Boolean' }, ['maybe'], 'Parameter "X" is not a valid Boolean.'],
    [{ type: 'StringMap' }, ['[]'], 'Parameter "X" is not a valid StringMap.'],
    [{ type: 'MapList' }, ['x'], 'Parameter "X" is not a valid MapList.'],
    [
      { type: 'String', allowedValues: ['Install', 'Uninstall'] },
      ['install'],
      'Parameter "X" has value "install" not found in [Install, Uninstall].',
    ],
    [{ type: 'StringList', allowedValues: ['a', 'b'] }, ['a', 'c'], 'Parameter "X" has value "c" not found in [a, b].'],
    [{ type: 'Integer', allowedValues: [1, 2] }, ['3'], 'Parameter "X" has value "3" not found in [1, 2].'],
    [
      { type: 'String', allowedPattern: '^i-[0-9a-f]{8}$' },
      ['i-x'],
      'Parameter "X" has value "i-x" not matching the allowed pattern ^i-[0-9a-f]{8}$.',
    ],
    [
      { type: 'String', allowedPattern: '(a+)+' },
      [`${'a'.repeat(50)}!`],
      'Parameter "X" could not be checked in time against its allowed pattern.',
    ],
    [{ type: 'String', minChars: 3 }, ['ab'], 'Parameter "X" is shorter than minChars 3.'],
    [{ type: 'String', maxChars: 3 }, ['abcd'], 'Parameter "X" is longer than maxChars 3.'],
    [{ type: 'StringList', maxChars: 3 }, ['a', 'abcd'], 'Parameter "X" is longer than maxChars 3.'],
    [{ type: 'StringList', minItems: 1 }, [], 'Parameter "X" has 0 items, fewer than minItems 1.'],
    [{ type: 'MapList', maxItems: 1 }, ['{}', '{}'], 'Parameter "X" has 2 items, more than maxItems 1.'],
  ] as [ParameterDefinition, string[], string][])('of %j refuses %j', (definition, texts, message) => {
    expect(refusal(definition, texts)).toBe(message);
  });

  it('does not echo a long value', () => {
    const message = `Parameter "X" has value "${'x'.repeat(100)}..." not found in [a].`;

    expect(refusal({ type: 'String', allowedValues: ['a'] }, ['x'.repeat(5000)])).toBe(message);
  });

  it.each([
    [{ type: 'String' }, ['x'.repeat(50_000)]],
    [{ type: 'String', allowedPattern: '[a-z]+', minChars: 1, maxChars: 3, allowedValues: ['abc'] }, ['abc']],
    [{ type: 'Boolean', allowedValues: [true] }, ['True']],
    [{ type: 'AWS::EC2::Instance::Id' }, ['any']],
    [{ type: 'StringList', minItems: 1, maxItems: 2 }, ['a', 'b']],
  ] as [ParameterDefinition, string[]][])('of %j takes its value', (definition, texts) => {
    expect(refusal(definition, texts)).toBeUndefined();
  });

  it('takes or refuses any texts for any type', () => {
    const type = fc.constantFrom('String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList', 'Nope');
    const texts = fc.array(fc.oneof(fc.string(), fc.json(), fc.constantFrom('{}', 'true', '1')), { maxLength: 3 });

    fc.assert(
      fc.property(type, texts, (name, given) => {
        expect(['string', 'undefined']).toContain(typeof refusal({ type: name }, given));
      }),
    );
  });
});

describe('ssmDefaults', () => {
  it('names the parameters with an ssm reference in their default', () => {
    const definitions = {
      Ami: { type: 'String', default: '{{ssm:/aws/ami}}' },
      List: { type: 'StringList', default: ['x', '{{ ssm:list }}'] },
      Plain: { type: 'String', default: 'ssm:no' },
      Required: { type: 'String' },
    };

    expect(ssmDefaults(definitions)).toEqual(['Ami', 'List']);
  });
});
