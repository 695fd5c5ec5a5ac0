import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ApiError } from '../../functions/api/error.ts';
import type { Handler } from '../../functions/api/handler.ts';
import type { Principals } from '../../functions/api/principal.ts';
import { authenticate } from './authenticate.ts';
import { authorize, concealed } from './authorize.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import { checkSums } from './checksums.ts';
import { invalidArgument, s3Error } from './errors.ts';
import { requireKey } from './object-key.ts';
import { operationOf } from './operations.ts';
import { document } from './xml.ts';

/** Whom the S3 wire trusts, and as whose account it answers. */
export interface S3Trust {
  principals: Principals;
  /** Twelve digits. */
  account: string;
}

/**
 * The S3 calls that `aws s3 mb, cp, sync, ls, rm, rb` and the SDKs make for plain objects, path-style, on the objects of the embedded program.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/
 */
export function s3Door(s3: S3, trust: S3Trust): Handler {
  return async (event) => {
    const requestId = s3.ids.uuid();
    const startedAt = s3.clock.now();
    const known: Known = {};
    const answer = await serve({ event, requestId, known }, s3, trust).catch((error: unknown) =>
      failure(known.call ? concealed(error, known.call, s3.clock) : error, { event, requestId, log: s3.log }),
    );
    s3.log.info('request', {
      operation: known.operation && `s3:${known.operation}`,
      principal: known.call?.caller.arn,
      status: answer.statusCode,
      requestId,
      ms: s3.clock.now() - startedAt,
    });
    return answer;
  };
}

/** What is found out on the way, for the log and the errors. */
interface Known {
  call?: S3Call;
  operation?: string;
}

interface Serving {
  event: APIGatewayProxyEventV2;
  requestId: string;
  known: Known;
}

async function serve(
  { event, requestId, known }: Serving,
  s3: S3,
  { principals, account }: S3Trust,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { principal, region, body, trailers } = await authenticate(event, { principals, clock: s3.clock });
  const { arn, name, groups } = principal;
  const caller = { arn, name, account, region, ...(groups && { groups }) };
  const query = new URLSearchParams(event.rawQueryString);
  const call: S3Call = {
    event,
    ...placeOf(event.rawPath),
    query,
    headers: event.headers,
    body,
    caller,
    principal,
    requestId,
  };
  known.call = call;
  requireKey(call.key);
  const operation = operationOf(event.requestContext.http.method, call);
  known.operation = operation.name;
  authorize(call, operation, s3.clock);
  const sums = await checkSums(body, { ...event.headers, ...trailers });
  const answer = await operation.run(call, s3);
  return response(operation.name === 'PutObject' ? withHeaders(answer, sums) : answer, requestId);
}

/** What the disk refuses is told; it may have room again later. */
const unexpected = (error: unknown): ApiError => {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes(code)
    ? s3Error('ServiceUnavailable', 503, `The object cannot be written to the data folder (${code}).`)
    : s3Error('InternalError', 500, 'We encountered an internal error. Please try again.');
};

const withHeaders = (answer: S3Answer, headers: Record<string, string>): S3Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/** `/bucket/key/with/slashes`, encoded once. */
function placeOf(path: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  try {
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
  } catch {
    throw invalidArgument('The path is not URL-encoded UTF-8');
  }
}

function response(answer: S3Answer, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { status: statusCode = 200, headers = {}, body } = answer;
  const isXml = typeof body === 'string';
  return {
    statusCode,
    headers: { ...(isXml && { 'content-type': 'application/xml' }), 'x-amz-request-id': requestId, ...headers },
    ...(isXml && { body }),
    ...(body instanceof Uint8Array && {
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
      isBase64Encoded: true,
    }),
  };
}

function failure(
  error: unknown,
  { event, requestId, log }: { event: APIGatewayProxyEventV2; requestId: string; log: S3['log'] },
): APIGatewayProxyStructuredResultV2 {
  if (!(error instanceof ApiError)) log.error('internal error', { requestId, error });
  const { code, message, status } = error instanceof ApiError ? error : unexpected(error);
  const text = { Code: code, Message: message, Resource: event.rawPath, RequestId: requestId };
  const isHead = event.requestContext.http.method === 'HEAD';
  return response({ status, body: isHead ? '' : document('Error', text, '') }, requestId);
}
