import type { Simulation } from '@cloud-copilot/iam-simulate';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Caller } from '../action.ts';
import type { Input } from '../service.ts';

/** A request as conditions see it; `now` in epoch milliseconds. */
export interface Request {
  event: APIGatewayProxyEventV2;
  caller: Caller;
  input: Input;
  now: number;
}

/**
 * The condition keys of a request that are known at the door: who, when, from where, and the tags it carries.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext({ event, caller, input, now }: Request): Simulation['request']['contextVariables'] {
  const tags = requestTags(input);
  return {
    'aws:PrincipalArn': caller.arn,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalType': 'User',
    'aws:username': caller.name,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:RequestedRegion': caller.region,
    'aws:SecureTransport': String(event.headers['x-forwarded-proto'] === 'https'),
    'aws:SourceIp': event.requestContext.http.sourceIp,
    'aws:UserAgent': event.headers['user-agent'] ?? '',
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(([key]) => key) }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}

/** Tags as the APIs write them: a list of key and value in either case, or a map. */
function requestTags({ Tags, tags = Tags }: Input): [string, string][] {
  if (typeof tags !== 'object' || tags === null) return [];
  const pairs: unknown[][] = Array.isArray(tags)
    ? (tags as Record<string, unknown>[]).map(({ Key, key = Key, Value, value = Value }) => [key, value])
    : Object.entries(tags);
  return pairs.filter((pair): pair is [string, string] => pair.every((one) => typeof one === 'string'));
}
