import { decideBy } from './ask.ts';

const context = {
  'aws:username': 'Reader',
  'aws:epochtime': '1767225600',
  'aws:currenttime': '2026-01-01T00:00:00.000Z',
  'aws:securetransport': 'true',
  'aws:sourceip': '10.1.2.3',
  'aws:principalarn': 'arn:aws:iam::000000000000:user/team/Reader',
  'aws:useragent': '',
  'aws:requesttag/team': 'shop',
  'aws:tagkeys': ['team', 'stage'],
};

const meets = (Condition: object, values: Record<string, string | string[]> = {}): boolean =>
  decideBy([{ Effect: 'Allow', Action: '*', Resource: '*', Condition }], { context: { ...context, ...values } }) ===
  'Allowed';

describe('an operator', () => {
  it.each([
    ['StringEquals', 'aws:username', 'Reader', 'reader'],
    ['StringEquals', 'aws:username', ['x', 'Reader'], ['x', 'Read*']],
    ['StringEquals', 'AWS:UserName', 'Reader', 'Reader '],
    ['StringEquals', 'aws:RequestTag/Team', 'shop', ''],
    ['StringNotEquals', 'aws:username', 'reader', 'Reader'],
    ['StringNotEquals', 'aws:username', ['a', 'b'], ['a', 'Reader']],
    ['StringEqualsIgnoreCase', 'aws:username', 'rEADER', 'rEADERs'],
    ['StringNotEqualsIgnoreCase', 'aws:username', 'writer', 'READER'],
    ['StringLike', 'aws:username', 'Re*e?', 're*e?'],
    ['StringLike', 'aws:username', '*', 'Reader?'],
    ['StringNotLike', 'aws:username', 'read*', 'Read*'],
    ['StringEquals', 'aws:EpochTime', 1767225600, 1767225601],
    ['NumericEquals', 'aws:EpochTime', ['1', '1767225600.0'], '1767225600.5'],
    ['NumericNotEquals', 'aws:EpochTime', '1', '1767225600'],
    ['NumericLessThan', 'aws:EpochTime', '1767225601', '1767225600'],
    ['NumericLessThanEquals', 'aws:EpochTime', '1767225600', '1767225599'],
    ['NumericGreaterThan', 'aws:EpochTime', '-1', '1767225600'],
    ['NumericGreaterThanEquals', 'aws:EpochTime', 1767225600, '1767225601'],
    ['DateEquals', 'aws:CurrentTime', '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:01Z'],
    ['DateEquals', 'aws:EpochTime', '2026-01', '2026-02'],
    ['DateNotEquals', 'aws:CurrentTime', '2026-01-02', '2026-01-01'],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00.001Z', '2026-01-01T00:00:00Z'],
    ['DateLessThanEquals', 'aws:CurrentTime', '2026-01-01T00:00Z', '2025-12-31T23:59Z'],
    ['DateGreaterThan', 'aws:CurrentTime', '1767225599', '1767225600'],
    ['DateGreaterThanEquals', 'aws:CurrentTime', '1767225600', '1767225601'],
    ['Bool', 'aws:SecureTransport', 'true', 'false'],
    ['Bool', 'aws:SecureTransport', true, false],
    ['BinaryEquals', 'aws:username', 'UmVhZGVy', 'cmVhZGVy'],
    ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', '11.0.0.0/8'],
    ['IpAddress', 'aws:SourceIp', ['192.168.0.1', '10.1.2.3'], '10.1.2.4'],
    ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', '2001:db8::/32'],
    ['NotIpAddress', 'aws:SourceIp', '2001:db8::/32', '10.1.2.3/32'],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:user/*', 'arn:aws:iam::*:role/*'],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::000000000000:user/*/Read??', 'arn:*:user/*:*:*:*'],
    ['ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*', 'arn:aws:iam::*:user/*'],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::1*:user/*', 'arn:*:*:*:*:*'],
    ['Null', 'aws:TokenIssueTime', 'true', 'false'],
    ['Null', 'aws:username', false, true],
    ['Null', 'aws:TagKeys', ['true', 'false'], 'true'],
  ])('%s compares %s with %j, and not with %j', (operator, key, fitting, other) => {
    expect(meets({ [operator]: { [key]: fitting } })).toBe(true);
    expect(meets({ [operator]: { [key]: other } })).toBe(false);
  });

  it.each([
    ['StringEquals', 'a', false],
    ['StringNotEquals', 'a', true],
    ['StringEqualsIgnoreCase', 'a', false],
    ['StringNotEqualsIgnoreCase', 'a', true],
    ['StringLike', '*', false],
    ['StringNotLike', '*', true],
    ['NumericEquals', '1', false],
    ['NumericNotEquals', '1', true],
    ['NumericLessThan', '1', false],
    ['DateEquals', '2026-01-01', false],
    ['DateNotEquals', '2026-01-01', true],
    ['DateGreaterThan', '2026-01-01', false],
    ['Bool', 'false', false],
    ['BinaryEquals', 'YQ==', false],
    ['IpAddress', '10.0.0.0/8', false],
    ['NotIpAddress', '10.0.0.0/8', true],
    ['ArnEquals', 'arn:*:*:*:*:*', false],
    ['ArnNotEquals', 'arn:*:*:*:*:*', true],
    ['ArnLike', 'arn:*:*:*:*:*', false],
    ['ArnNotLike', 'arn:*:*:*:*:*', true],
    ['ForAllValues:StringEquals', 'a', true],
    ['ForAllValues:StringNotEquals', 'a', true],
    ['ForAnyValue:StringEquals', 'a', false],
    ['ForAnyValue:StringNotEquals', 'a', false],
    ['ForAnyValue:StringLikeIfExists', '*', false],
  ])('%s without the key, asked for %j, says %j', (operator, value, isMet) => {
    expect(meets({ [operator]: { 'aws:PrincipalTag/team': value } })).toBe(isMet);
    if (!operator.includes('For'))
      expect(meets({ [`${operator}IfExists`]: { 'aws:PrincipalTag/team': value } })).toBe(true);
  });

  it('with IfExists compares a key that is there', () => {
    expect(meets({ StringEqualsIfExists: { 'aws:username': 'Reader' } })).toBe(true);
    expect(meets({ StringEqualsIfExists: { 'aws:username': 'Writer' } })).toBe(false);
    expect(meets({ BoolIfExists: { 'aws:SecureTransport': 'false' } })).toBe(false);
  });

  it.each([
    ['ForAllValues:StringEquals', ['team', 'stage', 'x'], true],
    ['ForAllValues:StringEquals', ['team'], false],
    ['ForAllValues:StringLike', ['t*', 's*'], true],
    ['ForAllValues:StringNotEquals', ['x', 'y'], true],
    ['ForAllValues:StringNotEquals', ['x', 'team'], false],
    ['ForAnyValue:StringEquals', ['team'], true],
    ['ForAnyValue:StringEquals', ['x'], false],
    ['ForAnyValue:StringNotEquals', ['team'], true],
    ['ForAnyValue:StringNotEquals', ['team', 'stage'], false],
    ['ForAnyValue:StringEqualsIgnoreCaseIfExists', ['TEAM'], true],
  ])('%s looks at each value of the request for %j: %j', (operator, values, isMet) => {
    expect(meets({ [operator]: { 'aws:TagKeys': values } })).toBe(isMet);
  });

  it('of a set takes nothing but an empty text for no values', () => {
    expect(meets({ 'ForAllValues:StringEquals': { 'aws:UserAgent': 'x' } })).toBe(true);
    expect(meets({ 'ForAnyValue:StringEquals': { 'aws:UserAgent': '' } })).toBe(false);
  });

  it.each([
    ['::ffff:10.1.2.3', true],
    ['2001:db8::1', false],
    ['fe80::1%eth0', false],
  ])('IpAddress finds %s in a range of IPv4: %j', (sourceIp, isFound) => {
    expect(meets({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:sourceip': sourceIp })).toBe(isFound);
  });

  it.each([
    ['NumericNotEquals', 'aws:username', '1'],
    ['DateNotEquals', 'aws:username', '2026-01-01'],
    ['Bool', 'aws:username', 'true'],
    ['NotIpAddress', 'aws:username', '10.0.0.0/8'],
    ['ArnNotLike', 'aws:username', 'arn:*:*:*:*:*'],
  ])('%s does not compare values of another kind', (operator, key, value) => {
    expect(meets({ [operator]: { [key]: value } })).toBe(false);
  });
});

describe('conditions', () => {
  it('must be met all', () => {
    const met = { 'aws:username': 'Reader' };

    expect(
      meets({ StringEquals: { ...met, 'aws:RequestTag/team': 'shop' }, Bool: { 'aws:SecureTransport': 'true' } }),
    ).toBe(true);
    expect(meets({ StringEquals: { ...met, 'aws:RequestTag/team': 'blog' } })).toBe(false);
    expect(meets({ StringEquals: met, Bool: { 'aws:SecureTransport': 'false' } })).toBe(false);
  });

  it.each([
    ['StringEquals', '${aws:RequestTag/team}', true],
    ['StringEquals', 'sh${?}p', false],
    ['StringLike', '${aws:RequestTag/TEAM}*', true],
    ['StringEqualsIgnoreCase', "${aws:PrincipalTag/team, 'SHOP'}", true],
    ['StringEquals', '${aws:PrincipalTag/team}', false],
    ['StringNotEquals', '${aws:PrincipalTag/team}', true],
  ])('%s puts values into %s: %j', (operator, value, isMet) => {
    expect(meets({ [operator]: { 'aws:RequestTag/team': value } })).toBe(isMet);
  });

  it('put values into ARNs', () => {
    const own = 'arn:aws:iam::${aws:PrincipalAccount}:user/team/${aws:username}';
    const account = { 'aws:principalaccount': '000000000000' };

    expect(meets({ ArnEquals: { 'aws:PrincipalArn': own } }, account)).toBe(true);
    expect(meets({ ArnEquals: { 'aws:PrincipalArn': own } })).toBe(false);
    expect(meets({ ArnEquals: { 'aws:PrincipalArn': '${aws:PrincipalArn}' } })).toBe(true);
  });
});
