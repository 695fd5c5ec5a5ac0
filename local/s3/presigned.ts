import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { checkScope, timeOf } from '../../functions/api/sigv4/check-signature.ts';
import type { SignedRequest } from './authenticate.ts';
import { accessDenied, s3Error } from './errors.ts';

const longest = 604_800;
const signatureParameter = /(^|&)X-Amz-Signature=[^&]*/;

/** Whether a query carries a signature, as that of a presigned URL does. */
export const isPresigned = (query: string): boolean => signatureParameter.test(query);

/**
 * The request of a presigned URL; throws AccessDenied once it has expired (`now` in epoch milliseconds).
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presigned(event: APIGatewayProxyEventV2, now: number): SignedRequest {
  const query = new URLSearchParams(event.rawQueryString);
  const date = query.get('X-Amz-Date') ?? '';
  const seconds = Number(query.get('X-Amz-Expires'));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > longest)
    throw malformed(`X-Amz-Expires must be between 1 and ${longest} seconds`);
  const begun = timeOf(date);
  if (now >= begun + seconds * 1000) throw accessDenied('Request has expired');
  const credential = query.get('X-Amz-Credential') ?? '';
  const [accessKeyId = '', day = '', region = '', service = '', terminator = ''] = credential.split('/');
  const signedHeaders = query.get('X-Amz-SignedHeaders') ?? '';
  const signature = query.get('X-Amz-Signature') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature) || !signedHeaders) throw malformed('Query-string authentication is incomplete');
  const authorization = { credential, accessKeyId, day, region, service, terminator, signedHeaders, signature };
  const headers = { ...event.headers, 'x-amz-date': date };
  checkScope(authorization, headers, { service: 's3', now: Math.max(begun, Math.min(now, begun + 1)) });
  if (now < begun - 300_000) throw accessDenied('Request is not valid yet');
  const unsigned = event.rawQueryString.replace(signatureParameter, '').replace(/^&/, '');
  const { method } = event.requestContext.http;
  return {
    authorization,
    request: { method, path: event.rawPath, query: unsigned, headers: withoutContentHash(headers) },
  };
}

const withoutContentHash = ({ 'x-amz-content-sha256': _, ...headers }: Record<string, string | undefined>) => headers;

const malformed = (message: string) => s3Error('AuthorizationQueryParametersError', 400, message);
