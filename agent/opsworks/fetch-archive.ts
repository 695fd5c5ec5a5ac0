import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Destination } from './fetch-source.ts';
import { basic, DeployFailure, type Source } from './order.ts';
import { runProgram, say } from './run-program.ts';

type ArchiveSource = Source & { url: string };

/** Downloads an archive over HTTP or from S3 and unpacks it: tar, compressed or not, or zip. */
export async function fetchArchive(source: ArchiveSource, { folder, work, env }: Destination): Promise<void> {
  const file = join(work, 'archive');
  say(`download ${withoutQuery(source.url)}`);
  const body = source.type === 's3' && source.password ? await objectOf(source) : await download(source);
  await pipeline(body, createWriteStream(file, { mode: 0o600 })).catch((error: Error) => {
    throw new DeployFailure(`The download broke off: ${error.message}`);
  });
  const unpack = (await isZip(file))
    ? ['unzip', '-q', file, '-d', folder]
    : ['tar', '-xf', file, '-C', folder, '--no-same-owner'];
  await runProgram(unpack, { cwd: work, env });
}

const withoutQuery = (url: string): string => url.replace(/^(\w+:\/\/)[^/@]*@/, '$1').split('?', 1)[0] ?? '';

async function isZip(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return buffer.toString() === 'PK';
}

async function download({ url, username = '', password = '', type }: ArchiveSource): Promise<Readable> {
  const address = type === 's3' && url.startsWith('s3://') ? placeOf(url).address : url;
  const headers: Record<string, string> =
    password && type === 'archive' ? { authorization: `Basic ${basic(username, password)}` } : {};
  const answer = await fetch(address, { headers }).catch((error: Error) => {
    throw new DeployFailure(
      `${withoutQuery(url)} cannot be reached: ${String((error.cause as Error | undefined)?.message ?? error.message)}`,
    );
  });
  if (!answer.ok || !answer.body) throw new DeployFailure(`${withoutQuery(url)} answers ${answer.status}`);
  return Readable.fromWeb(answer.body);
}

/** An object of S3, or of a server that speaks S3, under the access key of the source. */
async function objectOf({ url, username = '', password = '' }: ArchiveSource): Promise<Readable> {
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { bucket, key, region, endpoint } = placeOf(url);
  const credentials = { accessKeyId: username, secretAccessKey: password };
  const at = endpoint === undefined ? { followRegionRedirects: true } : { endpoint, forcePathStyle: true };
  const client = new S3Client({ region, credentials, ...at });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body as Readable;
  } catch (error) {
    throw new DeployFailure(`s3://${bucket}/${key} cannot be had: ${(error as Error).name}`);
  }
}

/** Where an object is; `endpoint` is there when it is not Amazon's. */
export interface ObjectPlace {
  bucket: string;
  key: string;
  region: string;
  endpoint?: string;
  address: string;
}

const amazon = /^(?:(?<bucket>[a-z0-9][a-z0-9.-]+)\.)?s3(?:[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/;

/** Reads the forms in which people write an object of S3. Throws DeployFailure. */
export function placeOf(url: string): ObjectPlace {
  const { protocol, host, pathname, origin } = URL.canParse(url)
    ? new URL(url)
    : { protocol: '', host: '', pathname: '', origin: '' };
  const path = decodeURIComponent(pathname.slice(1));
  const found = amazon.exec(host)?.groups;
  const region = found?.region ?? 'us-east-1';
  const named = protocol === 's3:' ? host : found?.bucket;
  const slash = path.indexOf('/');
  const bucket = named ?? path.slice(0, Math.max(slash, 0));
  const key = named === undefined ? path.slice(slash + 1) : path;
  if (!bucket || !key) throw new DeployFailure(`${withoutQuery(url)} names no object of S3`);
  const address = protocol === 's3:' ? `https://${bucket}.s3.amazonaws.com${pathname}` : url;
  return { bucket, key, region, address, ...(protocol !== 's3:' && !found && { endpoint: origin }) };
}
