import type { Json } from '../../../functions/ports/json.ts';
import { compileRule } from '../../../local/states/choice-rule.ts';
import { randomIds } from '../../../functions/ports/random-ids.ts';

const holds = (rule: Json, data: Json): boolean =>
  compileRule(rule)({ data, variables: { limit: 5 }, context: () => ({}), ids: randomIds() });

describe('compileRule', () => {
  it.each<[Json, Json]>([
    [{ Variable: '$.a', StringEquals: 'x' }, { a: 'x' }],
    [
      { Variable: '$.a', StringLessThanPath: '$.b' },
      { a: 'x', b: 'y' },
    ],
    [{ Variable: '$.a', StringMatches: 'log-*.t?t' }, { a: 'log-\n1.t?t' }],
    [{ Variable: '$.a', StringMatches: '\\*\\\\*' }, { a: '*\\anything' }],
    [{ Variable: '$.a', NumericGreaterThanPath: '$limit' }, { a: 6 }],
    [{ Variable: '$.a', BooleanEquals: false }, { a: false }],
    [{ Variable: '$.a', TimestampLessThan: '2024-01-01T00:00:00Z' }, { a: '2023-12-31T23:00:00.5-00:30' }],
    [{ Variable: '$.a', IsPresent: false }, {}],
    [{ Variable: '$.a', IsPresent: true }, { a: null }],
    [{ Variable: '$.a', IsNumeric: false }, { a: '1' }],
    [{ Variable: '$.a', IsTimestamp: true }, { a: '2024-02-03T04:05:06Z' }],
    [{ Not: { Variable: '$.a', IsNull: true } }, { a: 0 }],
    [
      {
        And: [
          { Variable: '$.a', IsPresent: true },
          { Variable: '$.a', NumericEquals: 1 },
        ],
      },
      { a: 1 },
    ],
    [
      {
        Or: [
          { Variable: '$.a', NumericEquals: 1 },
          { Variable: '$.a', NumericEquals: 2 },
        ],
      },
      { a: 2 },
    ],
  ])('holds: %j for %j', (rule, data) => {
    expect(holds(rule, data)).toBe(true);
  });

  it.each<[Json, Json]>([
    [{ Variable: '$.a', NumericEquals: 1 }, { a: '1' }],
    [{ Variable: '$.a', StringEquals: '1' }, { a: 1 }],
    [{ Variable: '$.a', StringMatches: 'a.c' }, { a: 'abc' }],
    [{ Variable: '$.a', TimestampEquals: '2024-01-01T00:00:00Z' }, { a: '2024-01-01' }],
    [
      {
        And: [
          { Variable: '$.a', IsPresent: true },
          { Variable: '$.a', NumericEquals: 1 },
        ],
      },
      {},
    ],
  ])('does not hold: %j for %j', (rule, data) => {
    expect(holds(rule, data)).toBe(false);
  });

  it('fails with States.Runtime where the variable is not there', () => {
    expect(() => holds({ Variable: '$.a', IsNull: true }, {})).toThrow(
      expect.objectContaining({
        error: 'States.Runtime',
        reason: "Invalid path '$.a': The choice state's condition path references an invalid value.",
      }),
    );
  });

  it.each<[Json]>([
    [null],
    [{ Variable: '$.a' }],
    [{ StringEquals: 'x' }],
    [{ Variable: '$.a', StringEqual: 'x' }],
    [{ Variable: '$.a', BooleanLessThan: true }],
    [{ Variable: '$.a', StringMatchesPath: '$.b' }],
    [{ Variable: '$.a', StringEquals: 'x', NumericEquals: 1 }],
    [{ And: [] }],
  ])('refuses %j', (rule) => {
    expect(() => compileRule(rule)).toThrow(expect.objectContaining({ name: 'InvalidDefinition' }));
  });
});
