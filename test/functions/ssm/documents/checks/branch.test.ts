import { equals, only } from './said.ts';

const choice = (expression: object): string => only('aws:branch', { Choices: [{ NextStep: 'First', ...expression }] });

describe('checkBranch', () => {
  it.each([
    ['no choices', only('aws:branch', { Choices: [] }), 'Choices should be a list of choices in step: First.'],
    [
      'a choice without NextStep',
      only('aws:branch', { Choices: [equals] }),
      'Missing "NextStep" in a choice of step: First.',
    ],
    ['no operator', choice({ Variable: 'a' }), 'Missing operator in an expression of step: First.'],
    ['an unknown operator', choice({ Variable: 'a', Matches: 'b' }), 'Unsupported operator: Matches in step: First.'],
    [
      'two operators',
      choice({ ...equals, Contains: 'b' }),
      'Expect one operator in step: First. Provided: ["StringEquals","Contains"]',
    ],
    ['no variable', choice({ StringEquals: 'b' }), 'Missing "Variable" in an expression of step: First.'],
    [
      'one expression of Or',
      choice({ Or: [equals] }),
      'Expect at lease two expressions for operator: Or in step: First. Provided: 1',
    ],
    [
      'no list of And',
      choice({ And: equals }),
      'Expect at lease two expressions for operator: And in step: First. Provided: 0',
    ],
    [
      'one expression of And inside Not',
      choice({ Not: { And: [equals] } }),
      'Expect at lease two expressions for operator: And in step: First. Provided: 1',
    ],
    [
      'an unknown operator inside Or',
      choice({ Or: [equals, { Variable: 'a', Is: 1 }] }),
      'Unsupported operator: Is in step: First.',
    ],
    ['Not of a list', choice({ Not: [equals] }), 'An expression should be a map in step: First.'],
    [
      'all of them',
      choice({ And: [equals, { Not: { Or: [equals, { Variable: 'a', BooleanEquals: true }] } }] }),
      'none',
    ],
  ])('answers a branch with %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
