import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Caller } from '../action.ts';
import { roleBehind } from '../iam-identity.ts';
import type { Input } from '../service.ts';

/** A request as conditions see it; `now` in epoch milliseconds. */
export interface Request {
  event: APIGatewayProxyEventV2;
  caller: Caller;
  input: Input;
  now: number;
}

/** Values by condition key in lower case, for keys are the same in either case; what a request does not carry is not there. */
export type Context = ReadonlyMap<string, string | string[]>;

/**
 * The condition keys of a request that are known at the door (condition-keys.ts): who, when, from where, and the tags it carries.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext({ event, ...request }: Request): Context {
  const { referer, 'user-agent': agent = '', 'x-forwarded-proto': protocol } = event.headers;
  const context = callContext(request);
  context.set('aws:securetransport', String(protocol === 'https'));
  context.set('aws:sourceip', event.requestContext.http.sourceIp);
  context.set('aws:useragent', agent);
  if (referer !== undefined) context.set('aws:referer', referer);
  return context;
}

/** The same of a call that no HTTP request carries, such as one that an event makes for whoever asked for that: it comes from nowhere. */
export function callContext({ caller, input, now }: Omit<Request, 'event'>): Map<string, string | string[]> {
  const role = roleBehind(caller.arn);
  const context = new Map<string, string | string[]>([
    ['aws:principalarn', role ?? caller.arn],
    ['aws:principalaccount', caller.account],
    ['aws:principaltype', role ? 'AssumedRole' : 'User'],
    ['aws:principalisawsservice', 'false'],
    ['aws:viaawsservice', 'false'],
    ['aws:currenttime', new Date(now).toISOString()],
    ['aws:epochtime', String(Math.floor(now / 1000))],
    ['aws:requestedregion', caller.region],
    ['aws:resourceaccount', caller.account],
  ]);
  if (!role) context.set('aws:username', caller.name);
  const tags = requestTags(input);
  if (tags.length > 0)
    context.set(
      'aws:tagkeys',
      tags.map(([key]) => key),
    );
  for (const [key, value] of tags) add(context, `aws:requesttag/${key.toLowerCase()}`, value);
  return context;
}

/** Tags whose keys differ in case only are one condition key with several values, which no condition on one value meets. */
function add(context: Map<string, string | string[]>, key: string, value: string): void {
  const before = context.get(key);
  context.set(key, before === undefined ? value : [before, value].flat());
}

/** Tags as the APIs write them: a list of key and value in either case, or a map. */
function requestTags({ Tags, tags = Tags }: Input): [string, string][] {
  if (typeof tags !== 'object' || tags === null) return [];
  const pairs: unknown[][] = Array.isArray(tags)
    ? (tags as Record<string, unknown>[]).map(({ Key, key = Key, Value, value = Value }) => [key, value])
    : Object.entries(tags);
  return pairs.filter((pair): pair is [string, string] => pair.every((one) => typeof one === 'string'));
}
