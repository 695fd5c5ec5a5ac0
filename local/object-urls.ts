import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { OtherDoor } from '../functions/api/doors.ts';
import type { Clock } from '../functions/ports/clock.ts';
import type { Objects } from '../functions/ports/objects.ts';

/** URLs of this very server for single objects; they are good for a while, and until the server ends. */
export interface ObjectUrls {
  /** Where the server listens; undefined before it does. */
  base: string | undefined;
  url(bucket: string, key: string, seconds: number): string;
  /** Serves these URLs. */
  door(objects: Objects): OtherDoor;
}

const path = '/objects';

/** Makes them, signed with a secret of this process. */
export function signedObjectUrls(clock: Clock): ObjectUrls {
  const secret = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest();
  const urls: ObjectUrls = {
    base: undefined,
    url: (bucket, key, seconds) => {
      const named = JSON.stringify([bucket, key, Math.ceil(clock.now() / 1000) + seconds]);
      const query = { object: Buffer.from(named).toString('base64url'), signature: sign(named).toString('base64url') };
      return `${urls.base ?? ''}${path}?${new URLSearchParams(query).toString()}`;
    },
    door: (objects) => ({
      takes: ({ rawPath, requestContext: { http } }) => rawPath === path && http.method === 'GET',
      handler: async ({ rawQueryString }) => {
        const query = new URLSearchParams(rawQueryString);
        const named = Buffer.from(query.get('object') ?? '', 'base64url').toString();
        const signature = Buffer.from(query.get('signature') ?? '', 'base64url');
        if (signature.length !== 32 || !timingSafeEqual(signature, sign(named))) return answer(403, 'AccessDenied');
        const [bucket, key, until] = JSON.parse(named) as [string, string, number];
        if (clock.now() > until * 1000) return answer(403, 'AccessDenied');
        const found = await objects.get(bucket, key);
        return found ? bytes(found.body) : answer(404, 'NoSuchKey');
      },
    }),
  };
  return urls;
}

const answer = (statusCode: number, body: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'text/plain' },
  body,
});

// Whatever it is, no browser shall run it.
const bytes = (body: Uint8Array): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  },
  body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
  isBase64Encoded: true,
});
