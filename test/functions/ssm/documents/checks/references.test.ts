import { step } from '../runbooks.ts';
import { loopStep, said, steps } from './said.ts';

const loop = (inputs: object): string => steps(loopStep(inputs));

describe('checkReferences', () => {
  const refers = (text: string): string =>
    said({
      parameters: { Color: { type: 'String' }, constructor: { type: 'String' } },
      variables: { Count: { type: 'Integer' } },
      mainSteps: [step('First', { inputs: { Message: [{ a: `x ${text}` }] } })],
    });

  it.each([
    [
      '{{ Color }} {{constructor}} {{ First.Output }} {{ variable:Count }} {{ global:DATE }} {{ automation:EXECUTION_ID }}',
      'none',
    ],
    ['{{ Size }}', 'Parameter "Size" is not declared.'],
    ['{{ toString }}', 'Parameter "toString" is not declared.'],
    ['{{ Second.Output }}', 'Unknown step name in named output: Second.Output'],
    ['{{ variable:Sum }}', 'Parameter "variable:Sum" is not declared.'],
    ['{{ global:MOON }}', 'Parameter "global:MOON" is not declared.'],
    ['{{ automation:NAME }}', 'Parameter "automation:NAME" is not declared.'],
    ['{{ ssm:/aws/ami }}', '{{ ssm:/aws/ami }} is supported in the default of a parameter only.'],
    ['{{ margin: 0 }} {{}} {{ a b }}', 'none'],
  ])('answers inputs that hold %s', (text, expected) => {
    expect(refers(text)).toBe(expected);
  });

  it.each([
    ['the assume role', said({ assumeRole: '{{ Role }}' }), 'Parameter "Role" is not declared.'],
    [
      'the assume role, of SSM',
      said({ assumeRole: '{{ssm:role}}' }),
      '{{ ssm:role }} is supported in the default of a parameter only.',
    ],
    [
      'a step of a loop',
      loop({ Steps: [step('Child', { inputs: { Message: '{{ Size }}' } })] }),
      'Parameter "Size" is not declared.',
    ],
    ['the description of a step of a loop', loop({ Steps: [step('Child', { description: '{{ Size }}' })] }), 'none'],
    ['the outputs', said({ outputs: ['First.Output'] }), 'none'],
    ['the outputs, of no step', said({ outputs: ['Last.Output'] }), 'Unknown step name in named output: Last.Output'],
    ['the outputs, of a step as a whole', said({ outputs: ['First'] }), 'Unknown step name in named output: First'],
    ['the outputs, of a map', said({ outputs: {} }), '"outputs" should be a list.'],
  ])('answers references in %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
