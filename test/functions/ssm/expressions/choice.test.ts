import fc from 'fast-check';
import type { Json } from '../../../../functions/ports/json.ts';
import { chooseStep, InvalidChoice, isTrue, operatorNames } from '../../../../functions/ssm/expressions/choice.ts';

describe('isTrue', () => {
  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', '', '', true],
    ['StringEquals', true, 'true', true],
    ['StringEquals', 3, '3', true],
    ['StringEquals', [], '[]', true],
    ['EqualsIgnoreCase', 'Windows', 'WINDOWS', true],
    ['EqualsIgnoreCase', 'Windows', 'Linux', false],
    ['StartsWith', 'abc', 'ab', true],
    ['StartsWith', 'abc', 'bc', false],
    ['StartsWith', 'abc', 'AB', false],
    ['EndsWith', 'abc', 'bc', true],
    ['EndsWith', 'abc', 'ab', false],
    ['Contains', 'abc', 'b', true],
    ['Contains', 'abc', 'x', false],
    ['Contains', ['i-1', 'i-2'], 'i-2', true],
    ['NumericEquals', 3, 3, true],
    ['NumericEquals', '3.0', 3, true],
    ['NumericEquals', 3, 4, false],
    ['NumericGreater', 4, 3, true],
    ['NumericGreater', 3, 3, false],
    ['NumericGreater', '10', '9', true],
    ['NumericLesser', 2, 3, true],
    ['NumericLesser', 3, 3, false],
    ['NumericGreaterOrEquals', 3, 3, true],
    ['NumericGreaterOrEquals', 2, 3, false],
    ['NumericLesserOrEquals', 3, 3, true],
    ['NumericLesserOrEquals', 4, 3, false],
    ['BooleanEquals', true, true, true],
    ['BooleanEquals', false, true, false],
    ['BooleanEquals', false, false, true],
    ['BooleanEquals', 'true', true, true],
    ['BooleanEquals', 'False', false, true],
  ] as [string, Json, Json, boolean][])('%s of %j and %j is %j', (...row) => {
    const [operator, Variable, right, expected] = row;
    expect(isTrue({ Variable, [operator]: right })).toBe(expected);
    expect(isTrue({ Not: { Variable, [operator]: right } })).toBe(!expected);
  });

  const yes = { Variable: 'a', StringEquals: 'a' };
  const no = { Variable: 'a', StringEquals: 'b' };

  it.each([
    [{ And: [yes, yes] }, true],
    [{ And: [yes, no] }, false],
    [{ Or: [no, yes] }, true],
    [{ Or: [no, no] }, false],
    [{ Not: { And: [yes, { Or: [no, { Not: yes }] }] } }, true],
    [{ And: [{ Or: [no, yes] }, { Not: no }], NextStep: 'x' }, true],
  ] as [Json, boolean][])('of %j is %j', (condition, expected) => {
    expect(isTrue(condition)).toBe(expected);
  });

  it.each([
    [{ Variable: 'a', StringMatches: 'a' }, 'Unknown operator: StringMatches.'],
    [{ Variable: 'a', toString: 'a' }, 'Unknown operator: toString.'],
    [{ Variable: 'a' }, 'A condition has no operator.'],
    [{ StringEquals: 'a' }, 'StringEquals has no Variable.'],
    [
      { Variable: 'a', StringEquals: 'a', EndsWith: 'a' },
      'A condition has more than one operator: StringEquals, EndsWith.',
    ],
    [{ Variable: 'a', NumericGreater: 1 }, 'NumericGreater cannot compare a value that is not a number.'],
    [{ Variable: '', NumericEquals: 0 }, 'NumericEquals cannot compare a value that is not a number.'],
    [{ Variable: true, NumericEquals: 1 }, 'NumericEquals cannot compare a value that is not a number.'],
    [{ Variable: 'yes', BooleanEquals: true }, 'BooleanEquals cannot compare a value that is not a Boolean.'],
    [{ Variable: 1, BooleanEquals: true }, 'BooleanEquals cannot compare a value that is not a Boolean.'],
    [{ And: yes }, 'And must be a list.'],
    ['yes', 'A condition must be a map.'],
    [null, 'A condition must be a map.'],
  ] as [Json, string][])('refuses %j', (condition, message) => {
    expect(() => isTrue(condition)).toThrow(new InvalidChoice(message));
  });

  it('decides or refuses any condition', () => {
    const key = fc.constantFrom('Variable', 'And', 'Or', 'Not', '__proto__', 'constructor', ...operatorNames);
    const condition = fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(key, fc.jsonValue()))));

    fc.assert(
      fc.property(condition, (value) => {
        try {
          expect(typeof isTrue(JSON.parse(JSON.stringify(value)) as Json)).toBe('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidChoice);
        }
      }),
    );
  });
});

describe('chooseStep', () => {
  const choices = (value: string) =>
    ['a', 'b', 'c', 'c'].map((right, i) => ({ NextStep: `step${i + 1}`, Variable: value, StringEquals: right }));

  it('takes the first choice that is true', () => {
    expect(chooseStep(choices('c'), 'other')).toBe('step3');
  });

  it('takes the default when none is true', () => {
    expect(chooseStep(choices('e'), 'other')).toBe('other');
  });

  it('leads nowhere when none is true and there is no default', () => {
    expect(chooseStep(choices('e'))).toBeUndefined();
    expect(chooseStep([])).toBeUndefined();
  });

  it('does not look at choices after the first that is true', () => {
    expect(chooseStep([...choices('a'), { Variable: 'x', NumericEquals: 1, NextStep: 'never' }])).toBe('step1');
  });

  it.each([
    [undefined, 'Choices must be a list.'],
    [{}, 'Choices must be a list.'],
    [['x'], 'A condition must be a map.'],
    [[{ Variable: 'a', StringEquals: 'a' }], 'A choice has no NextStep.'],
  ] as [Json | undefined, string][])('refuses the choices %j', (value, message) => {
    expect(() => chooseStep(value, 'other')).toThrow(new InvalidChoice(message));
  });
});
