import { policyProblem } from '../../../../functions/api/iam/policy.ts';

const statement = { Effect: 'Allow', Action: 'ssm:*', Resource: '*' };
const withPart = (part: object) => ({ Version: '2012-10-17', Statement: [statement, { ...statement, ...part }] });
const withCondition = (Condition: unknown) => withPart({ Condition });

describe('a policy', () => {
  it.each<[string, unknown]>([
    ['one statement', { Version: '2012-10-17', Statement: statement }],
    ['an Id and the version before', { Version: '2008-10-17', Id: 'a-1', Statement: [statement] }],
    ['no version', { Statement: [statement] }],
    [
      'Sids',
      {
        Statement: [
          { ...statement, Sid: 'A1' },
          { ...statement, Sid: '' },
          { ...statement, Sid: '' },
        ],
      },
    ],
    [
      'exceptions',
      { Statement: [{ Effect: 'Deny', NotAction: ['iam:*', 's3:Get?'], NotResource: ['arn:aws:ssm', '*'] }] },
    ],
    ['variables', withPart({ Resource: "arn:aws:s3:::${aws:username}/${ a:b , 'x y' }/${*}" })],
    ['what is a variable in the next version only', { Statement: [{ ...statement, Resource: 'arn:aws:s3:::${' }] }],
    ['a condition key of any service', withCondition({ StringEquals: { 'ec2:Vpc': ['a', 1, true] } })],
    ['no condition', withCondition({})],
  ])('may have %s', (_what, policy) => {
    expect(policyProblem(policy)).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [[], 'The policy must be an object'],
    [null, 'The policy must be an object'],
    [{}, 'Statement must be a statement or a list of them'],
    [{ Statement: [] }, 'Statement must be a statement or a list of them'],
    [{ Statement: 'x' }, 'Statement[0]: must be an object'],
    [{ Version: '2020-01-01', Statement: [statement] }, 'Version must be 2012-10-17 or 2008-10-17'],
    [{ Id: 1, Statement: [statement] }, 'Id must be a string'],
    [{ Statements: [statement] }, 'Statements is no element of a policy'],
    [
      {
        Statement: [
          { ...statement, Sid: 'A' },
          { ...statement, Sid: 'A' },
        ],
      },
      'Statement IDs (SID) in a single policy must be unique: A',
    ],
  ])('%j is refused: %s', (policy, problem) => {
    expect(policyProblem(policy)).toBe(problem);
  });

  it.each<[object, string]>([
    [{ Sid: 'a b' }, 'Sid must be letters and digits'],
    [{ Sid: 1 }, 'Sid must be letters and digits'],
    [{ Effect: 'allow' }, 'Effect must be Allow or Deny'],
    [{ Principal: '*' }, 'Principal is no element of a statement in an identity policy'],
    [{ NotPrincipal: '*' }, 'NotPrincipal is no element of a statement in an identity policy'],
    [{ action: '*' }, 'action is no element of a statement in an identity policy'],
    [{ NotAction: 's3:*' }, 'must have either Action or NotAction'],
    [{ Action: undefined }, 'must have either Action or NotAction'],
    [{ Action: [] }, 'Action must be a string or a list of strings'],
    [{ Action: ['ssm:*', 1] }, 'Action must be a string or a list of strings'],
    [{ Action: 'ssm' }, 'Action has the value "ssm", which is neither vendor:action nor *'],
    [{ Action: 's*:Get' }, 'Action has the value "s*:Get", which is neither vendor:action nor *'],
    [{ NotResource: '*' }, 'must have either Resource or NotResource'],
    [{ Resource: {} }, 'Resource must be a string or a list of strings'],
    [{ Resource: 'Deploy' }, 'Resource has the value "Deploy", which is neither an ARN nor *'],
    [{ Resource: 'arn:aws:s3:::${aws:username' }, 'Resource has a malformed policy variable'],
    [{ Resource: 'arn:aws:s3:::${}' }, 'Resource has a malformed policy variable'],
    [{ Resource: 'arn:aws:s3:::${a:b, c}' }, 'Resource has a malformed policy variable'],
  ])('with %j in its second statement is refused: %s', (part, problem) => {
    expect(policyProblem(withPart(part))).toBe(`Statement[1]: ${problem}`);
  });

  const scalars = 'must be a string, a number, a boolean or a list of them';

  it.each<[unknown, string]>([
    ['x', 'Condition must be an object'],
    [null, 'Condition must be an object'],
    [{ StringEquals: 'x' }, 'Condition.StringEquals must be an object with condition keys'],
    [{ StringEquals: {} }, 'Condition.StringEquals must be an object with condition keys'],
    [{ StringEquals: { 'aws:a': {} } }, `Condition.StringEquals.aws:a ${scalars}`],
    [{ StringEquals: { 'aws:a': [] } }, `Condition.StringEquals.aws:a ${scalars}`],
    [{ StringEquals: { 'aws:a': [['x']] } }, `Condition.StringEquals.aws:a ${scalars}`],
    [{ StringEquals: { a: 'x' } }, 'Condition.StringEquals.a must be prefaced by a vendor, e.g., aws, iam, ssm'],
    [{ stringEquals: { 'aws:a': 'x' } }, 'Condition.stringEquals is no condition operator'],
    [{ constructor: { 'aws:a': 'x' } }, 'Condition.constructor is no condition operator'],
    [{ NullIfExists: { 'aws:a': 'true' } }, 'Condition.NullIfExists is no condition operator'],
    [{ 'ForAllValues:Null': { 'aws:a': 'true' } }, 'Condition.ForAllValues:Null is no condition operator'],
    [{ Null: { 'aws:a': 'x' } }, 'Condition.Null.aws:a must be true or false'],
  ])('with the condition %j is refused: %s', (condition, problem) => {
    expect(policyProblem(withCondition(condition))).toBe(`Statement[1]: ${problem}`);
  });

  it.each([
    ['StringEquals', '${'],
    ['NumericEquals', '1e3'],
    ['NumericLessThan', '${aws:EpochTime}'],
    ['DateEquals', 'tomorrow'],
    ['DateEquals', '2026-01-01T00:00:00'],
    ['DateLessThan', '2026-13-01'],
    ['Bool', 'yes'],
    ['BinaryEquals', 'a'],
    ['IpAddress', '10.0.0'],
    ['IpAddress', '10.0.0.0/33'],
    ['NotIpAddress', '::/129'],
    ['ArnLike', '*'],
    ['ArnEquals', 'arn:aws:iam::*'],
  ])('with %s of %s is refused', (operator, value) => {
    expect(policyProblem(withCondition({ [`${operator}IfExists`]: { 'aws:a': value } }))).toBe(
      `Statement[1]: Condition.${operator}IfExists.aws:a has the value ${value}, which ${operator} cannot compare`,
    );
  });
});
