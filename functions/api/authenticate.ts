import type { CallMiddleware, CallRequest } from './call.ts';
import { ApiError } from './error.ts';
import { iamIdentity, iamPath, identityName } from './iam-identity.ts';
import type { Identities } from './principal.ts';
import { unrecognizedClient } from './sigv4/errors.ts';
import { type Signatures, verify } from './verify.ts';

/** Whom the door trusts. */
export interface Trust extends Signatures {
  identities?: Identities | undefined;
}

/**
 * Verifies the signature version 4 of a call and finds out who calls. Keys here are permanent ones, so a session token is refused.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function authenticate(trust: Trust): CallMiddleware {
  const { principals, identities, account, region, clock } = trust;
  return {
    before: async ({ event, context }: CallRequest): Promise<void> => {
      if (identities && event.rawPath.startsWith(iamPath)) return trustGateway({ event, context }, trust);
      const service = context.service.contract.signingName;
      const signed = await verify(event, { body: context.body, service }, { principals, account, region, clock });
      context.principal = signed.principal;
      context.caller = signed.caller;
    },
  };
}

/** Takes the caller from API Gateway, which has verified the signature; what may be done here is for the principal of that ARN to say. */
async function trustGateway(
  { event, context }: Pick<CallRequest, 'event' | 'context'>,
  { identities, account, region = 'us-east-1' }: Trust,
): Promise<void> {
  const arn = iamIdentity(event);
  if (arn === undefined) throw unrecognizedClient();
  const principal = await identities?.find(arn);
  if (!principal) throw unknownIdentity(arn, context);
  const { groups } = principal;
  context.principal = principal;
  context.caller = { arn, name: identityName(arn), account, region, ...(groups && { groups }) };
}

const unknownIdentity = (arn: string, { service, operation }: CallRequest['context']): ApiError =>
  new ApiError(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: ${service.contract.signingName}:${operation} because no principal has its ARN`,
  );
