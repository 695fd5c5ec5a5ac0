import { controlOf, firstText, namedIn, problemIn, rulesOf, valuesOf } from '../../../console/views/runbooks/form.ts';

const of = (type: string, more: object = {}) => ({ name: 'P', type, ...more });

describe('the form of a runbook', () => {
  it('has the control that suits a parameter', () => {
    const controls = [
      of('String'),
      of('Integer'),
      of('Boolean'),
      of('StringList'),
      of('List<AWS::EC2::Instance::Id>'),
      of('StringMap'),
      of('String', { allowedValues: ['a'] }),
      of('StringList', { allowedValues: ['a'] }),
    ].map(controlOf);

    expect(controls).toEqual(['text', 'number', 'choice', 'lines', 'lines', 'json', 'choice', 'choices']);
  });

  it('begins with the values of another run, else with the default', () => {
    expect(firstText(of('StringList', { default: ['a', 'b'] }), undefined)).toBe('a\nb');
    expect(firstText(of('StringList', { default: ['a'] }), ['c', 'd'])).toBe('c\nd');
    expect(firstText(of('StringMap', { default: { a: 1 } }), undefined)).toBe('{\n  "a": 1\n}');
    expect(firstText(of('MapList'), ['{"a":1}', '{"b":2}'])).toBe('[{"a":1},\n{"b":2}]');
    expect(firstText(of('Boolean', { default: true }), undefined)).toBe('true');
    expect(firstText(of('String'), undefined)).toBe('');
  });

  it('gives what StartAutomationExecution takes', () => {
    expect(valuesOf(of('String'), ' a ')).toEqual([' a ']);
    expect(valuesOf(of('StringList'), 'a\n\n b ')).toEqual(['a', 'b']);
    expect(valuesOf(of('MapList'), '[{"a":1},{"b":2}]')).toEqual(['{"a":1}', '{"b":2}']);
    expect(valuesOf(of('String', { default: 'x' }), '')).toBeUndefined();
  });

  it.each([
    [of('String'), '', 'A value is required.'],
    [of('String', { default: 'x' }), '', ''],
    [of('Integer'), '1.5', 'A whole number is required.'],
    [of('Integer'), '-3', ''],
    [of('StringMap'), '{', 'This is no JSON.'],
    [of('StringList', { minItems: 2 }), 'a', 'At least 2 are required.'],
    [of('StringList', { maxItems: 1 }), 'a\nb', 'At most 1 are allowed.'],
    [of('String', { minChars: 3 }), 'ab', 'At least 3 characters are required.'],
    [of('String', { maxChars: 1 }), 'ab', 'At most 1 characters are allowed.'],
  ])('says what is wrong before it is sent: %j %s', (parameter, text, problem) => {
    expect(problemIn(parameter, text)).toBe(problem);
  });

  it('tells the rules, and whom a refusal of the server is about', () => {
    expect(rulesOf(of('StringList', { minItems: 1, maxItems: 3, allowedPattern: '^a' }))).toBe(
      '1 to 3 values · matches ^a · one a line',
    );
    expect(namedIn('Parameter "Version" has value "x" not matching')).toBe('Version');
    expect(namedIn('Missing required parameter: Stage in user inputs.')).toBe('Stage');
    expect(namedIn('Rate exceeded')).toBeUndefined();
  });
});
