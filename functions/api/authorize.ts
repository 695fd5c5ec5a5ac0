import type { CallMiddleware, CallRequest } from './call.ts';
import { ApiError } from './error.ts';
import { decide, type Decision } from './iam/decide.ts';
import { requestContext } from './iam/request-context.ts';
import type { Clock } from '../ports/clock.ts';

/** Asks the caller's IAM policies. It comes after validation, because only a valid input names its resources. */
export function authorize(clock: Clock): CallMiddleware {
  return {
    before: async ({ event, context }: CallRequest): Promise<void> => {
      const { service, operation, input, caller, principal } = context;
      const action = service.iamActions?.[operation] ?? `${service.contract.signingName}:${operation}`;
      const ask = (resource: string): Decision | Promise<Decision> =>
        decide(principal, {
          action,
          resource,
          account: caller.account,
          context: () => requestContext({ event, caller, input, now: clock.now() }),
        });
      let isAllowed = false;
      let refused: { resource: string; decision: Decision } | undefined;
      for (const group of service.resources(operation, input, caller)) {
        const refusal = await firstRefusal(group, ask);
        if (!refusal) isAllowed ||= group.length > 0;
        else if (!refused || refusal.decision === 'ExplicitlyDenied') refused = refusal;
      }
      if (refused?.decision === 'ExplicitlyDenied' || (refused && !isAllowed))
        throw accessDenied(action, refused, context);
      if (!isAllowed) throw new Error(`No resources are declared for ${action}`);
    },
  };
}

interface Refusal {
  resource: string;
  decision: Decision;
}

/** The explicit denial in a group, else its first implicit one. */
async function firstRefusal(
  group: string[],
  ask: (resource: string) => Decision | Promise<Decision>,
): Promise<Refusal | undefined> {
  let refusal: Refusal | undefined;
  for (const resource of group) {
    const decision = await ask(resource);
    if (decision === 'ExplicitlyDenied') return { resource, decision };
    if (decision === 'ImplicitlyDenied') refusal ??= { resource, decision };
  }
  return refusal;
}

function accessDenied(action: string, { resource, decision }: Refusal, { caller, service }: CallRequest['context']) {
  const named =
    resource === '*' ? `arn:aws:${service.contract.signingName}:${caller.region}:${caller.account}:*` : resource;
  const because =
    decision === 'ExplicitlyDenied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return new ApiError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${named} ${because}`,
  );
}
