const ofRequest = [
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:SecureTransport',
  'aws:SourceIp',
  'aws:TagKeys',
  'aws:UserAgent',
  'aws:ViaAWSService',
  'aws:referer',
  'aws:username',
];

/** What no request carries here: callers are users with long-term keys, without tags, outside organizations, and call themselves. */
const ofOthers = [
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
  'aws:FederatedProvider',
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceIdentity',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:TokenIssueTime',
  'aws:VpcSourceIp',
];

const known = new Set([...ofRequest, ...ofOthers].map((key) => key.toLowerCase()));
const families = ['aws:requesttag/', 'aws:principaltag/'];

/**
 * Whether the door can tell a condition key's value, or that there is none; the key in lower case.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const isKnownKey = (key: string): boolean =>
  known.has(key) || families.some((family) => key.startsWith(family) && key.length > family.length);
