import { requireBucket } from './buckets.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import { malformedXml } from './errors.ts';
import { requireKey } from './object-key.ts';
import { tellDeleted } from './object-events.ts';
import { document, read, type XmlContent } from './xml.ts';

const mostKeys = 1000;

/** DeleteObject; what is not there is gone already. */
export async function deleteObject(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  await remove(call, call.key, s3);
  return { status: 204 };
}

/** DeleteObjects: up to 1,000 keys. */
export async function deleteObjects(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  const { Object: listed, Quiet } = read(call.body.toString(), 'Delete');
  const keys = keysOf(listed);
  if (keys.length === 0 || keys.length > mostKeys) throw malformedXml();
  for (const key of keys) await remove(call, key, s3);
  return { body: document('DeleteResult', Quiet === 'true' ? {} : { Deleted: keys.map((Key) => ({ Key })) }) };
}

async function remove(call: S3Call, key: string, { objects, events }: S3): Promise<void> {
  if (!(await objects.head(call.bucket, key))) return;
  await objects.remove(call.bucket, key);
  await tellDeleted(call, key, events);
}

function keysOf(listed: XmlContent): string[] {
  if (!Array.isArray(listed)) throw malformedXml();
  return listed.map((one) => {
    const key = typeof one === 'object' && !Array.isArray(one) ? one['Key'] : undefined;
    if (typeof key !== 'string' || key === '') throw malformedXml();
    return requireKey(key);
  });
}
