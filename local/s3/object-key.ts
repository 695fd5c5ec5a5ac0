import { keyTooLong } from './errors.ts';

/** As S3 has it, in bytes. */
const longest = 1024;

/** A key of the length that S3 allows. Throws KeyTooLongError. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function requireKey(key: string): string {
  if (Buffer.byteLength(key) > longest) throw keyTooLong();
  return key;
}
