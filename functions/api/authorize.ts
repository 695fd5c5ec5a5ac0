import type { Caller } from './action.ts';
import type { Call, CallMiddleware, CallRequest } from './call.ts';
import { ApiError } from './error.ts';
import { decide, type Decision } from './iam/decide.ts';
import { requestContext, type Context } from './iam/request-context.ts';
import type { Clock } from '../ports/clock.ts';

/** Asks the caller's IAM policies. It comes after validation, because only a valid input names its resources. */
export function authorize(clock: Clock): CallMiddleware {
  return {
    before: ({ event, context }: CallRequest): void => {
      const { input, caller } = context;
      let known: Context | undefined;
      const ofRequest = (): Context => (known ??= requestContext({ event, caller, input, now: clock.now() }));
      checkAllowed(context, ofRequest);
    },
  };
}

/** Refuses a call that its principal's policies do not allow; `ofRequest` tells what conditions may ask. Throws AccessDeniedException. */
export function checkAllowed(call: Asked, ofRequest: () => Context): void {
  const { service, operation, input, caller, principal } = call;
  const action = service.iamActions?.[operation] ?? `${service.contract.signingName}:${operation}`;
  // Where IAM knows no resource for an action, AWS asks for any of the service in the account.
  const any = `arn:aws:${service.contract.signingName}:${caller.region}:${caller.account}:*`;
  const named = (resource: string): string => (resource === '*' ? any : resource);
  const ask = (resource: string, wanted = action): Decision =>
    decide(principal, { action: wanted, resource, context: ofRequest });
  let isAllowed = false;
  let refused: Refusal | undefined;
  for (const group of service.resources(operation, input, caller)) {
    const refusal = firstRefusal(group.map(named), (resource) => ask(resource));
    if (!refusal) isAllowed ||= group.length > 0;
    else if (!refused || refusal.decision === 'ExplicitlyDenied') refused = refusal;
  }
  if (refused?.decision === 'ExplicitlyDenied' || (refused && !isAllowed)) throw accessDenied(action, refused, caller);
  if (!isAllowed) throw new Error(`No resources are declared for ${action}`);
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
