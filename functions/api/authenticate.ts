import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { CallMiddleware, CallRequest } from './call.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principals } from './principal.ts';
import { readAuthorization } from './sigv4/authorization.ts';
import type { WireRequest } from './sigv4/canonical-request.ts';
import { checkScope, checkSignature, checkSignedHeaders, payloadDigest } from './sigv4/check-signature.ts';
import { unrecognizedClient } from './sigv4/errors.ts';

/** Whose signatures count, and for which region; undefined for any, as an embedded server serves all. */
export interface Trust {
  principals: Principals;
  account: string;
  region?: string | undefined;
  clock: Clock;
}

/**
 * Verifies the signature version 4 of a call and finds out who calls. Keys here are permanent ones, so a session token is refused.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function authenticate({ principals, account, region, clock }: Trust): CallMiddleware {
  return {
    before: async ({ event, context }: CallRequest): Promise<void> => {
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

const wireRequest = ({ requestContext, rawPath, rawQueryString, headers }: APIGatewayProxyEventV2): WireRequest => ({
  method: requestContext.http.method,
  path: rawPath,
  query: rawQueryString,
  headers,
});
