import { hash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ApiError } from '../../functions/api/error.ts';
import type { Principal, Principals } from '../../functions/api/principal.ts';
import { type Authorization, readAuthorization } from '../../functions/api/sigv4/authorization.ts';
import type { WireRequest } from '../../functions/api/sigv4/canonical-request.ts';
import { checkScope, checkSignature, timeOf } from '../../functions/api/sigv4/check-signature.ts';
import { missingDate, skew } from '../../functions/api/sigv4/errors.ts';
import { signingKey } from '../../functions/api/sigv4/signing-key.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import { type Unframed, unframe } from './aws-chunked.ts';
import { accessDenied, invalidAccessKeyId, requestTimeTooSkewed, s3Error } from './errors.ts';
import { isPresigned, presigned } from './presigned.ts';

/** Who sent a request, and its body without frames. */
export interface Authenticated extends Unframed {
  principal: Principal;
  region: string;
}

/** A request with a signature of version 4, taken apart. */
export interface SignedRequest {
  authorization: Authorization;
  request: WireRequest;
}

const unsigned = new Set(['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER']);
const chunksSigned = new Set(['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER']);

/** Verifies the signature of an S3 request, in a header or in the query, over the body in each way clients sign it; errors are S3's. */
export async function authenticate(
  event: APIGatewayProxyEventV2,
  { principals, clock }: { principals: Principals; clock: Clock },
): Promise<Authenticated> {
  try {
    const signed = isPresigned(event.rawQueryString)
      ? presigned(event, clock.now())
      : signedByHeader(event, clock.now());
    const principal = await principals.find(signed.authorization.accessKeyId);
    if (!principal || event.headers['x-amz-security-token'] !== undefined) throw invalidAccessKeyId();
    checkAll(signed, principal);
    const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    return { principal, region: signed.authorization.region, ...payload(body, signed, principal) };
  } catch (error) {
    throw inWordsOfS3(error);
  }
}

function signedByHeader(event: APIGatewayProxyEventV2, now: number): SignedRequest {
  const { requestContext, rawPath: path, rawQueryString: query, headers } = event;
  const authorization = readAuthorization(headers['authorization']);
  const date = headers['x-amz-date'];
  if (date === undefined) throw missingDate();
  if (Math.abs(timeOf(date) - now) > skew) throw requestTimeTooSkewed();
  checkScope(authorization, headers, { service: 's3', now });
  return { authorization, request: { method: requestContext.http.method, path, query, headers } };
}

const contentHash = ({ request }: SignedRequest): string =>
  request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';

function checkAll(signed: SignedRequest, { secretAccessKey }: Principal): void {
  const { authorization, request } = signed;
  const names = authorization.signedHeaders.split(';');
  if (!names.includes('host')) throw accessDenied('The header host must be signed');
  checkSignature(authorization, request, { payload: contentHash(signed), secretAccessKey });
}

function payload(body: Buffer, signed: SignedRequest, { secretAccessKey }: Principal): Unframed {
  const claimed = contentHash(signed);
  const { authorization, request } = signed;
  if (claimed === 'UNSIGNED-PAYLOAD') return { body, trailers: {} };
  if (unsigned.has(claimed)) return unframe(body, undefined);
  if (!chunksSigned.has(claimed)) return { body: asClaimed(body, claimed), trailers: {} };
  const { credential, accessKeyId, signature } = authorization;
  const date = request.headers['x-amz-date'] ?? '';
  const scope = credential.slice(accessKeyId.length + 1);
  return unframe(body, { key: signingKey(credential, secretAccessKey), date, scope, signature });
}

function asClaimed(body: Buffer, claimed: string): Buffer {
  if (hash('sha256', body, 'hex') === claimed) return body;
  throw s3Error(
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

/** The door's errors of signatures under the codes that S3 has for them. */
function inWordsOfS3(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.code === 'InvalidSignatureException') return s3Error('SignatureDoesNotMatch', 403, error.message);
  if (error.code === 'IncompleteSignatureException') return s3Error('AuthorizationHeaderMalformed', 400, error.message);
  return error.code === 'MissingAuthenticationTokenException' ? accessDenied() : error;
}
