import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { safeHeaders } from './answers.ts';

/** The built page: the text of a file by its name, `index.html` or `assets/…`; undefined where there is none. */
export type Files = (name: string) => Promise<string | undefined>;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The names of assets carry a digest of what they hold, so they are good for ever. */
const caching = (name: string): string =>
  name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

const packed = new Map<string, string>();

/** A file as an answer, packed where the client says that it can unpack. */
export function fileAnswer(
  name: string,
  text: string,
  { headers }: APIGatewayProxyEventV2,
): APIGatewayProxyStructuredResultV2 {
  const all = {
    ...safeHeaders,
    'content-type': types[extname(name)] ?? 'text/plain; charset=utf-8',
    'cache-control': caching(name),
    vary: 'accept-encoding',
  };
  if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return { statusCode: 200, headers: all, body: text };
  return {
    statusCode: 200,
    headers: { ...all, 'content-encoding': 'gzip' },
    body: gzipped(name, text),
    isBase64Encoded: true,
  };
}

/** Assets never change, so each is packed once; there are as many as the page has. */
function gzipped(name: string, text: string): string {
  const body = packed.get(name) ?? gzipSync(text).toString('base64');
  if (name.startsWith('assets/')) packed.set(name, body);
  return body;
}
