import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { badDigest, invalidArgument } from './errors.ts';

interface Checksum {
  update(bytes: Uint8Array): void;
  digest(): Promise<Uint8Array>;
}

const computed = async (checksum: Checksum, body: Uint8Array): Promise<string> => {
  checksum.update(body);
  return Buffer.from(await checksum.digest()).toString('base64');
};

function crc32Of(body: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

const algorithms: Record<string, (body: Uint8Array) => string | Promise<string>> = {
  'content-md5': (body) => hash('md5', body, 'base64'),
  'x-amz-checksum-crc32': crc32Of,
  'x-amz-checksum-crc32c': (body) => computed(new Crc32c(), body),
  'x-amz-checksum-crc64nvme': (body) => computed(new Crc64Nvme(), body),
  'x-amz-checksum-sha1': (body) => hash('sha1', body, 'base64'),
  'x-amz-checksum-sha256': (body) => hash('sha256', body, 'base64'),
};

const notAValue = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type']);

/**
 * Refuses a body that is not as its checksums say, in headers or trailers (base64); of an unknown algorithm too.
 * Answers with the checksums of S3's own that were sent, which go back to the client.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export async function checkSums(
  body: Uint8Array,
  headers: Record<string, string | undefined>,
): Promise<Record<string, string>> {
  const sent: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(headers)) {
    if (name !== 'content-md5' && (!name.startsWith('x-amz-checksum-') || notAValue.has(name))) continue;
    const algorithm = algorithms[name];
    if (!algorithm) throw invalidArgument(`The checksum ${name} is not known`);
    if ((await algorithm(body)) !== value) throw badDigest(name === 'content-md5' ? 'Content-MD5' : name);
    if (name !== 'content-md5') sent[name] = value;
  }
  return sent;
}
