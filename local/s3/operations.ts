import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { methodNotAllowed, notImplemented } from './errors.ts';
import { getObject, getObjectTagging, headObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
  uploadPartCopy,
} from './multipart.ts';
import { copyObject, putObject } from './put-object.ts';

/** One operation of S3: what IAM calls it, and what tells it apart from others of the same method on the same kind of resource. */
export interface S3Operation {
  name: string;
  iamAction: string;
  /** A parameter of the query, with its value where that matters. */
  query?: string;
  header?: string;
  run(call: S3Call, s3: S3): Promise<S3Answer>;
}

const operation = (
  run: S3Operation['run'],
  [name, iamAction]: [string, string],
  sign: Pick<S3Operation, 'query' | 'header'> = {},
): S3Operation => ({ name, iamAction: `s3:${iamAction}`, run, ...sign });

/** By what the path names and the method; the first whose sign is there is meant. */
const table: Record<string, S3Operation[]> = {
  'GET service': [operation(listBuckets, ['ListBuckets', 'ListAllMyBuckets'])],
  'PUT bucket': [operation(createBucket, ['CreateBucket', 'CreateBucket'])],
  'HEAD bucket': [operation(headBucket, ['HeadBucket', 'ListBucket'])],
  'DELETE bucket': [operation(deleteBucket, ['DeleteBucket', 'DeleteBucket'])],
  'POST bucket': [operation(deleteObjects, ['DeleteObjects', 'DeleteObject'], { query: 'delete' })],
  'GET bucket': [
    operation(getBucketLocation, ['GetBucketLocation', 'GetBucketLocation'], { query: 'location' }),
    operation(listMultipartUploads, ['ListMultipartUploads', 'ListBucketMultipartUploads'], { query: 'uploads' }),
    operation(listObjectsV2, ['ListObjectsV2', 'ListBucket'], { query: 'list-type=2' }),
    operation(listObjects, ['ListObjects', 'ListBucket']),
  ],
  'HEAD object': [operation(headObject, ['HeadObject', 'GetObject'])],
  'GET object': [
    operation(listParts, ['ListParts', 'ListMultipartUploadParts'], { query: 'uploadId' }),
    operation(getObjectTagging, ['GetObjectTagging', 'GetObjectTagging'], { query: 'tagging' }),
    operation(getObject, ['GetObject', 'GetObject']),
  ],
  'PUT object': [
    operation(uploadPartCopy, ['UploadPartCopy', 'PutObject'], {
      query: 'partNumber',
      header: 'x-amz-copy-source',
    }),
    operation(uploadPart, ['UploadPart', 'PutObject'], { query: 'partNumber' }),
    operation(copyObject, ['CopyObject', 'PutObject'], { header: 'x-amz-copy-source' }),
    operation(putObject, ['PutObject', 'PutObject']),
  ],
  'POST object': [
    operation(createMultipartUpload, ['CreateMultipartUpload', 'PutObject'], { query: 'uploads' }),
    operation(completeMultipartUpload, ['CompleteMultipartUpload', 'PutObject'], { query: 'uploadId' }),
  ],
  'DELETE object': [
    operation(abortMultipartUpload, ['AbortMultipartUpload', 'AbortMultipartUpload'], { query: 'uploadId' }),
    operation(deleteObject, ['DeleteObject', 'DeleteObject']),
  ],
};

/** Parts of S3 beyond plain objects: a request for one must not be taken for the plain operation. */
const others = [
  ...['accelerate', 'acl', 'analytics', 'attributes', 'cors', 'encryption', 'intelligent-tiering', 'inventory'],
  ...['legal-hold', 'lifecycle', 'logging', 'metrics', 'notification', 'object-lock', 'ownershipControls', 'policy'],
  ...['policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore', 'retention', 'select'],
  ...['tagging', 'torrent', 'versionId', 'versioning', 'versions', 'website'],
];

/** The operation that a request asks for. Throws NotImplemented or MethodNotAllowed. */
export function operationOf(method: string, call: Pick<S3Call, 'bucket' | 'key' | 'query' | 'headers'>): S3Operation {
  const { bucket, key, query, headers } = call;
  const level = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const found = table[`${method} ${level}`]?.find(
    (one) => (one.query === undefined || isIn(query, one.query)) && (!one.header || headers[one.header] !== undefined),
  );
  const other = others.find((name) => query.has(name) && name !== found?.query);
  if (other) throw notImplemented(`The parameter ${other}`);
  if (!found) throw methodNotAllowed();
  return found;
}

function isIn(query: URLSearchParams, sign: string): boolean {
  const [name = '', value] = sign.split('=');
  return value === undefined ? query.has(name) : query.get(name) === value;
}
