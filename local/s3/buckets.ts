import { allRecords } from '../../functions/ports/every-record.ts';
import type { Item, Key } from '../../functions/ports/store.ts';
import { isWritten } from '../../functions/ports/until-written.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import { bucketAlreadyOwnedByYou, bucketNotEmpty, invalidBucketName, noSuchBucket } from './errors.ts';
import { document } from './xml.ts';

interface BucketRecord {
  name: string;
  /** Epoch milliseconds. */
  created: number;
}

const partition = 's3-buckets';
const keyOf = (name: string): Key => ({ partition, sort: name });

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const goodName = /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Throws InvalidBucketName, or NoSuchBucket where nobody made it. */
export async function requireBucket({ bucket }: Pick<S3Call, 'bucket'>, { store }: Pick<S3, 'store'>): Promise<void> {
  if (!goodName.test(bucket)) throw invalidBucketName();
  if (!(await store.get(keyOf(bucket)))) throw noSuchBucket();
}

/** CreateBucket; where the caller's account has it already S3 says so with an error, and in us-east-1 it does not mind. */
export async function createBucket({ bucket, caller }: S3Call, { store, clock }: S3): Promise<S3Answer> {
  if (!goodName.test(bucket)) throw invalidBucketName();
  const put: Item<BucketRecord> = { ...keyOf(bucket), value: { name: bucket, created: clock.now() } };
  const isMade = await isWritten(store, [{ put, expect: 0 }]);
  if (!isMade && caller.region !== 'us-east-1') throw bucketAlreadyOwnedByYou();
  return { headers: { location: `/${bucket}` } };
}

/** HeadBucket. */
export async function headBucket(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  return { headers: { 'x-amz-bucket-region': call.caller.region } };
}

/** GetBucketLocation: any region reaches it, so it is in the caller's. */
export async function getBucketLocation(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  const { region } = call.caller;
  return { body: document('LocationConstraint', region === 'us-east-1' ? '' : region) };
}

/** DeleteBucket, once it is empty. */
export async function deleteBucket({ bucket }: S3Call, { store, objects }: S3): Promise<S3Answer> {
  const stored = await store.get(keyOf(bucket));
  if (!stored) throw noSuchBucket();
  const { objects: first } = await objects.list(bucket, { limit: 1 });
  if (first.length > 0) throw bucketNotEmpty();
  await store.write([{ remove: keyOf(bucket), expect: stored.version }]);
  return { status: 204 };
}

/** ListBuckets, all at once: they are few. */
export async function listBuckets({ caller }: S3Call, { store }: S3): Promise<S3Answer> {
  const all = await allRecords<BucketRecord>(store, { partition, limit: 1000 });
  const Bucket = all.map(({ value: { name, created } }) => ({
    Name: name,
    CreationDate: new Date(created).toISOString(),
  }));
  return {
    body: document('ListAllMyBucketsResult', {
      Owner: { ID: caller.account, DisplayName: caller.account },
      Buckets: { Bucket },
    }),
  };
}
