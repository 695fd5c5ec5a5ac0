import type { IncomingMessage } from 'node:http';
import { onDemand, type OtherDoor } from '../../functions/api/doors.ts';
import { bodyLimit } from '../../functions/api/route.ts';
import type { S3 } from './call.ts';
import type { S3Trust } from './door.ts';
import { isForS3, s3BodyLimit } from './is-for-s3.ts';

/** The S3 wire of the embedded program, loaded when it is first used; `longestBody` is what the server takes of a request, in bytes. */
export function embeddedS3(
  s3: S3,
  trust: S3Trust,
): {
  door: OtherDoor;
  longestBody: (request: IncomingMessage) => number;
} {
  const load = async () => {
    const [{ s3Door }, { forgetAbandonedUploads }] = await Promise.all([import('./door.ts'), import('./multipart.ts')]);
    await forgetAbandonedUploads(s3);
    return s3Door(s3, trust);
  };
  return {
    door: onDemand(({ headers, rawQueryString }) => isForS3(headers['authorization'], rawQueryString), load),
    longestBody: ({ headers, url = '' }) =>
      isForS3(headers.authorization, url.slice(url.indexOf('?') + 1)) ? s3BodyLimit : bodyLimit,
  };
}
