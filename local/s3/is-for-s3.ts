import { isPresigned } from './presigned.ts';

const signedForS3 = /^AWS4-HMAC-SHA256\s.*Credential=[^,\s]*\/s3\/aws4_request/;
const presignedForS3 = /(^|&)X-Amz-Credential=[^&]*(\/|%2F)s3(\/|%2F)aws4_request/i;

/** The longest body of one S3 request in bytes; clients send what is larger in parts. */
export const s3BodyLimit = 64 * 1024 ** 2;

/** Whether a request speaks S3: its signature says so, in the header or, as presigned URLs have it, in the query. */
export const isForS3 = (authorization = '', query: string): boolean =>
  // Nearly all requests are for other services, which is seen at a glance.
  (authorization.includes('/s3/aws4_request') && signedForS3.test(authorization)) ||
  (isPresigned(query) && presignedForS3.test(query));
