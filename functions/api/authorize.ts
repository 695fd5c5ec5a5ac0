import type { Caller } from './action.ts';
import type { Call, CallMiddleware, CallRequest } from './call.ts';
import { ApiError } from './error.ts';
import { decide, type Decision } from './iam/decide.ts';
import { requestContext, type Context } from './iam/request-context.ts';
import type { Located } from './service.ts';
import type { Ports } from '../ports/ports.ts';

/** Asks the caller's IAM policies, and the service's own permissions. It comes after validation, because only a valid input names its resources. */
export function authorize({ clock, store }: Pick<Ports, 'clock' | 'store'>): CallMiddleware {
  return {
    before: ({ event, context }: CallRequest): Promise<void> | undefined => {
      const { input, caller } = context;
      let known: Context | undefined;
      const ofRequest = (): Context => (known ??= requestContext({ event, caller, input, now: clock.now() }));
      const located = context.service.locate?.(context, { store });
      if (located) return located.then((found) => checkAllowed(context, ofRequest, found));
      checkAllowed(context, ofRequest);
      return undefined;
    },
  };
}

/**
 * Refuses a call that its principal's policies do not allow; `ofRequest` tells what conditions may ask, `located` what the service found out about it.
 * Throws AccessDeniedException.
 */
export function checkAllowed(call: Asked, ofRequest: () => Context, located?: Located): void {
  const { service, operation, caller, principal } = call;
  const input = located?.input ?? call.input;
  const action = service.iamActions?.[operation] ?? `${service.contract.signingName}:${operation}`;
  // Where IAM knows no resource for an action, AWS asks for any of the service in the account.
  const any = `arn:aws:${service.contract.signingName}:${caller.region}:${caller.account}:*`;
  const named = (resource: string): string => (resource === '*' ? any : resource);
  const ask = (resource: string, wanted = action): Decision =>
    decide(principal, { action: wanted, resource, context: ofRequest });
  const groups = service.resources(operation, input, caller).map((group) => group.map(named));
  if (!groups.some((group) => group.length > 0)) throw new Error(`No resources are declared for ${action}`);
  const refused = refusalOf(groups, (resource) => ask(resource), located?.verdict);
  if (refused) throw accessDenied(action, refused, caller);
  for (const need of service.alsoNeeds?.(operation, input, caller) ?? []) {
    const decision = ask(need.resource, need.action);
    if (decision !== 'Allowed') throw accessDenied(need.action, { resource: need.resource, decision }, caller);
  }
}

/** What of a call its permission depends on. */
export type Asked = Pick<Call, 'service' | 'operation' | 'input' | 'caller' | 'principal'>;

interface Refusal {
  resource: string;
  decision: Decision;
}

/** Why a call is refused: something is denied explicitly, or none of the groups is allowed as a whole; undefined where it may go on. */
function refusalOf(
  groups: string[][],
  ask: (resource: string) => Decision,
  verdict: Located['verdict'],
): Refusal | undefined {
  const refusals = groups.filter((group) => group.length > 0).map((group) => firstRefusal(group, ask));
  const denied = refusals.findLast((refusal) => refusal?.decision === 'ExplicitlyDenied');
  if (denied) return denied;
  if (verdict === 'denied') return { resource: groups[0]?.[0] ?? '*', decision: 'ExplicitlyDenied' };
  return verdict === 'allowed' || refusals.includes(undefined) ? undefined : refusals[0];
}

/** The explicit denial in a group, else its first implicit one. */
function firstRefusal(group: string[], ask: (resource: string) => Decision): Refusal | undefined {
  let refusal: Refusal | undefined;
  for (const resource of group) {
    const decision = ask(resource);
    if (decision === 'ExplicitlyDenied') return { resource, decision };
    if (decision === 'ImplicitlyDenied') refusal ??= { resource, decision };
  }
  return refusal;
}

function accessDenied(action: string, { resource, decision }: Refusal, caller: Caller) {
  const because =
    decision === 'ExplicitlyDenied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return new ApiError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
  );
}
