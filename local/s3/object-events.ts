import type { Event, Events } from '../../functions/ports/events.ts';
import type { ObjectHead } from '../../functions/ports/objects.ts';
import type { S3Call } from './call.ts';

/** Tells that an object was made, in the words of S3's event. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const tellCreated = (
  call: S3Call,
  { size, etag }: ObjectHead,
  { reason, events }: { reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload'; events: Events },
): Promise<void> =>
  events.publish(() => [
    eventOf(call, 'Object Created', { object: { key: call.key, size, etag: bare(etag) }, reason }),
  ]);

/** Tells that an object was removed. */
export const tellDeleted = (call: S3Call, key: string, events: Events): Promise<void> =>
  events.publish(() => [
    eventOf(call, 'Object Deleted', {
      object: { key },
      reason: 'DeleteObject',
      'deletion-type': 'Permanently Deleted',
    }),
  ]);

const bare = (etag: string): string => etag.slice(1, -1);

const eventOf = ({ bucket, caller, requestId, event }: S3Call, detailType: string, about: Event['detail']): Event => ({
  source: 'aws.s3',
  detailType,
  resources: [`arn:aws:s3:::${bucket}`],
  detail: {
    version: '0',
    bucket: { name: bucket },
    'request-id': requestId,
    requester: caller.account,
    'source-ip-address': event.requestContext.http.sourceIp,
    ...about,
  },
});
