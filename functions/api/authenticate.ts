import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { CallMiddleware, CallRequest } from './call.ts';
import { ApiError } from './error.ts';
import type { Clock } from '../ports/clock.ts';
import { iamIdentity, iamPath, identityName } from './iam-identity.ts';
import type { Identities, Principals } from './principal.ts';
import { readAuthorization } from './sigv4/authorization.ts';
import type { WireRequest } from './sigv4/canonical-request.ts';
import { checkScope, checkSignature, checkSignedHeaders, payloadDigest } from './sigv4/check-signature.ts';
import { unrecognizedClient } from './sigv4/errors.ts';

/** Whose signatures count, and for which region; undefined for any, as an embedded server serves all. */
export interface Trust {
  principals: Principals;
  identities?: Identities | undefined;
  account: string;
  region?: string | undefined;
  clock: Clock;
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
      const request = wireRequest(event);
      const authorization = readAuthorization(request.headers['authorization']);
      const principal = await principals.find(authorization.accessKeyId);
      if (!principal || request.headers['x-amz-security-token'] !== undefined) throw unrecognizedClient();
      const service = context.service.contract.signingName;
      checkScope(authorization, request.headers, { service, region, now: clock.now() });
      checkSignedHeaders(authorization, request.headers);
      const payload = payloadDigest(context.body, request.headers);
      checkSignature(authorization, request, { payload, secretAccessKey: principal.secretAccessKey });
      context.principal = principal;
      const { arn, name, groups } = principal;
      context.caller = { arn, name, account, region: authorization.region, ...(groups && { groups }) };
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

const wireRequest = ({ requestContext, rawPath, rawQueryString, headers }: APIGatewayProxyEventV2): WireRequest => ({
  method: requestContext.http.method,
  path: rawPath,
  query: rawQueryString,
  headers,
});
