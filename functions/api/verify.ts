import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Caller } from './action.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principal, Principals } from './principal.ts';
import { readAuthorization } from './sigv4/authorization.ts';
import type { WireRequest } from './sigv4/canonical-request.ts';
import { checkScope, checkSignature, checkSignedHeaders, payloadDigest } from './sigv4/check-signature.ts';
import { unrecognizedClient } from './sigv4/errors.ts';

/** Whose signatures count; `region` undefined for any, as an embedded server serves all. */
export interface Signatures {
  principals: Principals;
  account: string;
  region?: string | undefined;
  clock: Clock;
}

/**
 * Verifies that a request was signed for a service with a permanent access key of ours, and tells by whom; a session token is refused.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function verify(
  event: APIGatewayProxyEventV2,
  { body, service }: { body: string | Uint8Array; service: string },
  { principals, account, region, clock }: Signatures,
): Promise<{ principal: Principal; caller: Caller }> {
  const request = wireRequest(event);
  const authorization = readAuthorization(request.headers['authorization']);
  const principal = await principals.find(authorization.accessKeyId);
  if (!principal || request.headers['x-amz-security-token'] !== undefined) throw unrecognizedClient();
  checkScope(authorization, request.headers, { service, region, now: clock.now() });
  checkSignedHeaders(authorization, request.headers);
  const payload = payloadDigest(body, request.headers);
  checkSignature(authorization, request, { payload, secretAccessKey: principal.secretAccessKey });
  const { arn, name, groups } = principal;
  return { principal, caller: { arn, name, account, region: authorization.region, ...(groups && { groups }) } };
}

const wireRequest = ({ requestContext, rawPath, rawQueryString, headers }: APIGatewayProxyEventV2): WireRequest => ({
  method: requestContext.http.method,
  path: rawPath,
  query: rawQueryString,
  headers,
});
