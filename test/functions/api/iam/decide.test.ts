import fc from 'fast-check';
import { decideBy, decideByPolicy, deploy } from './ask.ts';

const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
const deny = { Effect: 'Deny', Action: '*', Resource: '*' };

describe('a decision', () => {
  it('denies what nothing allows', () => {
    expect(decideBy([])).toBe('ImplicitlyDenied');
  });

  it('lets a denial beat a permission, whichever comes first', () => {
    expect(decideBy([allow])).toBe('Allowed');
    expect(decideBy([allow, deny])).toBe('ExplicitlyDenied');
    expect(decideBy([deny, allow])).toBe('ExplicitlyDenied');
  });

  it('takes a statement that is no list', () => {
    expect(decideByPolicy({ Statement: allow })).toBe('Allowed');
  });

  it.each([
    ['*', true],
    ['ssm:*', true],
    ['ssm:GetDocument', true],
    ['SSM:getdocument', true],
    ['ssm:Get*', true],
    ['ssm:*Document', true],
    ['ssm:*t*u*', true],
    ['ssm:?etDocument', true],
    ['ssm:Get?Document', false],
    ['ssm:GetDocument?', false],
    ['ssm:Get', false],
    ['ssm:GetDocuments', false],
    ['s3:*', false],
    [['s3:*', 'ssm:Get*'], true],
    [['s3:*', 'ec2:*'], false],
  ])('finds the action in %j: %j', (Action, isFound) => {
    expect(decideBy([{ ...allow, Action }])).toBe(isFound ? 'Allowed' : 'ImplicitlyDenied');
    expect(decideBy([{ Effect: 'Allow', NotAction: Action, Resource: '*' }])).toBe(
      isFound ? 'ImplicitlyDenied' : 'Allowed',
    );
  });

  it.each([
    ['*', true],
    ['arn:aws:ssm', true],
    ['arn:aws:ssm:*', true],
    ['arn:aws:s3', false],
    ['arn:aws:ssm:us-east-1', true],
    ['arn:aws:ssm:*:*:document/*', true],
    ['arn:aws:ssm:*:document/Deploy', false],
    ['arn:aws:ssm:*:*:document/Deplo?', true],
    ['arn:aws:ssm:*:*:document/deploy', false],
    ['arn:aws:ssm:*:*:document/Deploy?', false],
    ['arn:aws:ssm:*:*:document/D*p*y', true],
    ['arn:aws:ssm:eu-west-1:*:document/Deploy', false],
    ['arn:aws:ssm:*:*:document/', false],
    [['arn:aws:s3:::x', deploy], true],
  ])('finds the resource in %j: %j', (Resource, isFound) => {
    expect(decideBy([{ ...allow, Resource }])).toBe(isFound ? 'Allowed' : 'ImplicitlyDenied');
    expect(decideBy([{ Effect: 'Allow', Action: '*', NotResource: Resource }])).toBe(
      isFound ? 'ImplicitlyDenied' : 'Allowed',
    );
  });

  it('takes wildcards in the name of a resource for letters', () => {
    const Resource = 'arn:aws:ssm:*:*:document/ab';

    expect(decideBy([{ ...allow, Resource }], { resource: 'arn:aws:ssm:r:1:document/a*' })).toBe('ImplicitlyDenied');
    expect(decideBy([{ ...allow, Resource }], { resource: 'arn:aws:ssm:r:1:document/a?' })).toBe('ImplicitlyDenied');
  });

  it('lets a wildcard stand for line breaks, too', () => {
    expect(decideBy([{ ...allow, Resource: 'arn:aws:ssm:*:*:document/*b' }], { resource: `${deploy}\nb` })).toBe(
      'Allowed',
    );
  });
});

describe('a policy variable', () => {
  const own = (resource: string) => `arn:aws:ssm:*:*:document/${resource}`;
  const context = { 'aws:username': 'Deploy', 'aws:requesttag/team': '*', 'aws:tagkeys': ['Deploy'] };

  it.each([
    ['${aws:username}', 'Allowed'],
    ['${AWS:UserName}', 'Allowed'],
    ['${aws:username}?', 'ImplicitlyDenied'],
    ["${aws:PrincipalTag/team, 'Deploy'}", 'Allowed'],
    ["${aws:username, 'other'}", 'Allowed'],
    ["${aws:PrincipalTag/team, '*'}", 'ImplicitlyDenied'],
    ['${aws:PrincipalTag/team}', 'ImplicitlyDenied'],
    ['${aws:RequestTag/team}', 'ImplicitlyDenied'],
    ['${aws:TagKeys}', 'ImplicitlyDenied'],
    ['${ssm:anything}', 'ImplicitlyDenied'],
    ['${*}', 'ImplicitlyDenied'],
    ['Deplo${?}', 'ImplicitlyDenied'],
    ['$*', 'ImplicitlyDenied'],
  ])('%s gives the resource of a permission: %s', (name, decision) => {
    expect(decideBy([{ ...allow, Resource: own(name) }], { context })).toBe(decision);
  });

  it.each([
    ['${*}', '*'],
    ['${?}', '?'],
    ['${$}', '$'],
    ['${$}{aws:username}', '${aws:username}'],
    ["${aws:PrincipalTag/team, 'a b'}", 'a b'],
    ['a$b', 'a$b'],
  ])('%s stands for %s', (name, text) => {
    expect(decideBy([{ ...allow, Resource: own(name) }], { context, resource: own(text) })).toBe('Allowed');
  });

  it('is text before version 2012-10-17', () => {
    const Statement = { ...allow, Resource: own('${aws:username}') };

    expect(decideByPolicy({ Statement }, { context })).toBe('ImplicitlyDenied');
    expect(decideByPolicy({ Version: '2008-10-17', Statement }, { context, resource: own('${aws:username}') })).toBe(
      'Allowed',
    );
  });

  it('without a value makes no exception wider', () => {
    const NotResource = own('${aws:PrincipalTag/team}');

    expect(decideBy([{ Effect: 'Allow', Action: '*', NotResource }])).toBe('ImplicitlyDenied');
    expect(decideBy([allow, { Effect: 'Deny', Action: '*', NotResource }])).toBe('ExplicitlyDenied');
  });
});

describe('what nobody knows here', () => {
  it.each([
    ['a condition key', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } } }],
    ['a condition key that must be absent', { Condition: { Null: { 'aws:ResourceTag/team': 'true' } } }],
    ['a condition key that may be absent', { Condition: { StringNotEqualsIfExists: { 'ssm:x': 'shop' } } }],
    ['a variable', { Resource: 'arn:aws:ssm:*:*:document/${ssm:x}' }],
    ['a variable in a condition', { Condition: { StringEquals: { 'aws:username': '${ssm:x}' } } }],
    ['an operator', { Condition: { StringSounds: { 'aws:username': 'reader' } } }],
    ['a set operator', { Condition: { 'ForMost:StringEquals': { 'aws:username': 'reader' } } }],
    ['an operand', { Condition: { NumericEquals: { 'aws:EpochTime': 'noon' } } }],
    ['a condition', { Condition: ['aws:username'] }],
    ['a condition without keys', { Condition: { StringEquals: {} } }],
    ['a list of nothing', { Condition: { StringNotEquals: { 'aws:username': [] } } }],
    ['one value of many', { Condition: { StringNotEquals: { 'aws:TagKeys': 'a' } } }],
    ['an action', { Action: [] }],
    ['a resource', { Resource: 'arn:aws:ssm:*:*:document/${aws:username' }],
    ['both Action and NotAction', { NotAction: 's3:*' }],
  ])('%s denies and does not allow', (_what, part) => {
    const context = { 'aws:username': 'reader', 'aws:epochtime': '5', 'aws:tagkeys': ['b', 'c'] };

    expect(decideBy([{ ...allow, ...part }], { context })).toBe('ImplicitlyDenied');
    expect(decideBy([allow, { ...deny, ...part }], { context })).toBe('ExplicitlyDenied');
  });

  it('does not matter where something else is surely not so', () => {
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'shop', 'aws:username': 'writer' } };

    expect(decideBy([allow, { ...deny, Condition }], { context: { 'aws:username': 'reader' } })).toBe('Allowed');
  });

  it('denies when it is the effect, or a statement altogether', () => {
    expect(decideBy([allow, { ...allow, Effect: 'Maybe' }])).toBe('ExplicitlyDenied');
    expect(decideBy([allow, 1])).toBe('ExplicitlyDenied');
  });
});

describe('whatever a policy says', () => {
  const decisions = ['Allowed', 'ExplicitlyDenied', 'ImplicitlyDenied'];
  const name = fc.constantFrom(
    'Effect',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
    'StringLike',
    'Null',
  );
  const text = fc.constantFrom('Allow', 'Deny', '*', 'ssm:*', '${aws:username}', '${', 'arn:aws:*', 'true', '');
  const { value: anything } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium', maxDepth: 4 },
      text,
      fc.jsonValue({ maxDepth: 2 }),
      fc.array(tie('value')),
      fc.dictionary(name, tie('value')),
    ),
  }));
  const statement = fc.dictionary(name, anything);

  it('there is a decision', () => {
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(decisions).toContain(decideBy(statements, { context: { 'aws:username': 'reader' } }));
      }),
    );
  });

  it('a denial of everything wins', () => {
    fc.assert(
      fc.property(fc.array(statement), fc.array(statement), (before, after) => {
        expect(decideBy([...before, deny, ...after])).toBe('ExplicitlyDenied');
      }),
    );
  });

  it('wildcards find what a regular expression finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 });
    const wild = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(letters, wild, (written, pattern) => {
        const regular = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        const decision = decideBy([{ ...allow, Resource: `arn:a:b:c:d:${pattern}` }], {
          resource: `arn:a:b:c:d:${written}`,
        });
        expect(decision === 'Allowed').toBe(regular.test(written));
      }),
    );
  });
});
