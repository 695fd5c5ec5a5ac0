import { createHash, createHmac } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { eventOf, type Keys } from './door.ts';

/** A request signed by hand; every part of the scope and every header may be another than it should be. */
export interface SignedRequest {
  keys: Keys;
  target?: string;
  body?: string | Uint8Array;
  path?: string;
  /** `20260101T000000Z`, the fake clock's beginning, unless told. */
  date?: string;
  day?: string;
  region?: string;
  service?: string;
  terminator?: string;
  /** Added to host, x-amz-date and x-amz-target, and signed too. */
  headers?: Record<string, string>;
  /** Left out of the signature, though sent. */
  unsigned?: string[];
  /** What the client says the body's digest is. */
  payload?: string;
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The event of a request signed as the specification's own example does it, for the paths `/` and `/name`. */
export function signedEvent(request: SignedRequest): APIGatewayProxyEventV2 {
  const { keys, target = 'AmazonSSM.GetAutomationExecution', body = '{}', path = '/' } = request;
  const { date = '20260101T000000Z', day = date.slice(0, 8), region = 'us-east-1', service = 'ssm' } = request;
  const headers: Record<string, string> = {
    host: 'quaymaster.test',
    'x-amz-date': date,
    'x-amz-target': target,
    ...request.headers,
  };
  const names = Object.keys(headers)
    .filter((name) => !request.unsigned?.includes(name))
    .sort();
  const [rawPath = '', query = ''] = path.split('?');
  const lines = names.map((name) => `${name}:${headers[name]}`);
  const canonical = ['POST', rawPath, query, ...lines, '', names.join(';'), request.payload ?? sha256(body)].join('\n');
  const scope = [day, region, service, request.terminator ?? 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${hmac(key, text).toString('hex')}`;
  return eventOf({ method: 'POST', path, headers, body });
}
