import type { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';

/**
 * A URL that gets an object of S3 for so many seconds, signed by the client's credentials.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export async function presignedUrl(
  { config }: S3Client,
  { Bucket, Key }: { Bucket: string; Key: string },
  seconds: number,
): Promise<string> {
  const region = await config.region();
  const { credentials, sha256 } = config;
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256, uriEscapePath: false });
  const given = await config.endpoint?.();
  const { protocol, hostname, port } = given ?? {
    protocol: 'https:',
    hostname: `${Bucket}.s3.${region}.amazonaws.com`,
  };
  const host = port ? `${hostname}:${port}` : hostname;
  const path = `${given ? `/${Bucket}` : ''}/${Key.split('/').map(encoded).join('/')}`;
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const request = { method: 'GET', protocol, hostname, ...(port && { port }), path, query: {}, headers };
  const signed = await signer.presign(request, { expiresIn: seconds });
  const query = Object.entries(signed.query ?? {}).map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`);
  return `${protocol}//${host}${path}?${query.join('&')}`;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
