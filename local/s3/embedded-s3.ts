import { onDemand, type OtherDoor } from '../../functions/api/doors.ts';
import type { S3 } from './call.ts';
import type { S3Trust } from './door.ts';
import { isForS3 } from './is-for-s3.ts';

/** The S3 wire of the embedded program, loaded when it is first used. */
export function embeddedS3(s3: S3, trust: S3Trust): OtherDoor {
  const load = async () => {
    const [{ s3Door }, { forgetAbandonedUploads }] = await Promise.all([import('./door.ts'), import('./multipart.ts')]);
    await forgetAbandonedUploads(s3);
    return s3Door(s3, trust);
  };
  return onDemand(({ headers, rawQueryString }) => isForS3(headers['authorization'], rawQueryString), load);
}
