import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../functions/ports/clock.ts';
import { type ObjectHead, ObjectRefused, type Objects } from '../functions/ports/objects.ts';
import { bucketPath, keyPart, objectPath, toBinary } from './object-path.ts';
import { type ObjectUrls, signedObjectUrls } from './object-urls.ts';

const longestKey = 1024;
const longestHead = 24_576;
const noFile = new Set(['ENOENT', 'ENOTDIR']);

/** The head of an object as a file keeps it; `headers` go back to who gets it over HTTP. */
export interface FileHead extends ObjectHead {
  headers?: Record<string, string>;
}

/** An object as the S3 wire puts it; an `etag` given is that of an object of parts. */
export interface FileObject {
  bucket: string;
  key: string;
  body: Uint8Array;
  headers?: Record<string, string>;
  etag?: string;
}

/** The objects port, and what the S3 wire needs besides. */
export interface FileObjects extends Objects {
  keep(object: FileObject): Promise<FileHead>;
  get(bucket: string, key: string, largest?: number): Promise<{ head: FileHead; body: Uint8Array } | undefined>;
  head(bucket: string, key: string): Promise<FileHead | undefined>;
}

/**
 * Objects as files below `folder`. A file begins with one line of JSON, its head, so that bytes and head change together;
 * it is written aside, synced and renamed, so that a reader or a crash sees the old object or the new one, whole.
 */
export function fileObjects(folder: string, clock: Clock, urls: ObjectUrls = signedObjectUrls(clock)): FileObjects {
  const aside = join(folder, 'aside');
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  let written = 0;
  const fileOf = (bucket: string, key: string) =>
    join(folder, bucketPath(toBinary(bucket)), ...objectPath(bytesOf(key)));
  const keep = async ({ bucket, key, body, headers, etag = etagOf(body) }: FileObject): Promise<FileHead> => {
    const file = fileOf(bucket, key);
    const head = { key, size: body.byteLength, etag, lastModified: clock.now(), ...(headers && { headers }) };
    await writeWhole(file, join(aside, String(written++)), [JSON.stringify(head) + '\n', body]);
    return head;
  };
  return {
    put: async (bucket, key, body) => keep({ bucket, key, body }),
    keep,
    get: async (bucket, key, largest = Infinity) => {
      const file = fileOf(bucket, key);
      const { size = 0 } = largest === Infinity ? {} : ((await readHead(file)) ?? {});
      if (size > largest) throw new ObjectRefused(`it has ${size} bytes, at most ${largest} are allowed`);
      return read(file);
    },
    head: async (bucket, key) => readHead(fileOf(bucket, key)),
    url: async (bucket, key, seconds) => urls.url(bucket, key, seconds),
    remove: async (bucket, key) => remove(fileOf(bucket, key), folder),
    list: async (bucket, { prefix = '', after = '', limit = 1000 }) => {
      const range = { prefix: toBinary(prefix), after: toBinary(after) };
      const objects: ObjectHead[] = [];
      for await (const file of walk(join(folder, bucketPath(toBinary(bucket))), '', range)) {
        const last = objects.at(-1);
        if (last && objects.length >= limit) return { objects, next: last.key };
        const head = await readHead(file);
        if (head) objects.push(head);
      }
      return { objects };
    },
  };
}

function bytesOf(key: string): string {
  const bytes = toBinary(key);
  if (!bytes || bytes.length > longestKey)
    throw new Error(`An object's key has 1 to ${longestKey} bytes, not ${bytes.length}`);
  return bytes;
}

/** As S3 writes the ETag of an object put at once; no secret rests on MD5 here. */
const etagOf = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** Writes aside, then moves. */
async function writeWhole(file: string, temporary: string, parts: (string | Uint8Array)[]): Promise<void> {
  try {
    await writeSynced(temporary, parts);
    await moveSynced(temporary, file);
  } catch (error) {
    // What came of it would take room on a disk that may be full.
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeSynced(file: string, parts: (string | Uint8Array)[]): Promise<void> {
  await using handle = await open(file, 'wx');
  for (const part of parts) await handle.writeFile(part);
  await handle.sync();
}

/** Renames into a folder that is made where it is missing; a concurrent `remove` of its last object may take it away in between. */
async function moveSynced(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  const made = await mkdir(folder, { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    if (existsSync(folder)) throw error;
    return moveSynced(from, to);
  }
  await syncFolder(folder);
  if (made) for (let above = folder; above !== dirname(made); above = dirname(above)) await syncFolder(dirname(above));
}

/** A name is durable once its folder is synced, unless that was removed meanwhile; Windows knows no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await unless(noFile, open(folder, 'r'));
  if (!opened) return;
  await using handle = opened;
  await handle.sync();
}

async function read(file: string): Promise<{ head: FileHead; body: Uint8Array } | undefined> {
  const bytes = await unless(noFile, readFile(file));
  if (!bytes) return undefined;
  const end = bytes.indexOf(10);
  const head = JSON.parse(bytes.toString('utf8', 0, end)) as FileHead;
  const body = bytes.subarray(end + 1);
  if (body.byteLength !== head.size) throw new Error(`The object ${head.key} is damaged: ${file}`);
  return { head, body };
}

/** The head alone: a key of 1,024 bytes takes at most six times that in JSON, headers of 2,048 as much again. */
async function readHead(file: string): Promise<FileHead | undefined> {
  const opened = await unless(noFile, open(file, 'r'));
  if (!opened) return undefined;
  await using handle = opened;
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(longestHead), 0, longestHead, 0);
  return JSON.parse(buffer.toString('utf8', 0, buffer.subarray(0, bytesRead).indexOf(10))) as FileHead;
}

async function remove(file: string, root: string): Promise<void> {
  const removed = await unless(
    noFile,
    rm(file).then(() => true),
  );
  if (!removed) return;
  await syncFolder(dirname(file));
  for (let folder = dirname(file); folder !== root; folder = dirname(folder)) {
    const emptied = await unless(
      new Set([...noFile, 'ENOTEMPTY', 'EEXIST']),
      rmdir(folder).then(() => true),
    );
    if (!emptied) return;
  }
}

/** The files below `folder` in the order of their keys, all of which begin with `start`; folders that cannot hold a match are not opened. */
async function* walk(folder: string, start: string, range: { prefix: string; after: string }): AsyncGenerator<string> {
  const entries = (await unless(noFile, readdir(folder, { withFileTypes: true }))) ?? [];
  const { prefix, after } = range;
  const inOrder = entries
    .map((entry) => ({
      path: join(folder, entry.name),
      isFolder: entry.isDirectory(),
      key: start + keyPart(entry.name),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : Number(a.isFolder) - Number(b.isFolder)));
  for (const { path, isFolder, key } of inOrder) {
    if (!isFolder && key.startsWith(prefix) && key > after) yield path;
    const mayMatch = key.startsWith(prefix) || prefix.startsWith(key);
    if (isFolder && mayMatch && (key > after || after.startsWith(key))) yield* walk(path, key, range);
  }
}

/** The promise's answer, or undefined where it fails with one of the codes. */
async function unless<Value>(codes: Set<string>, promise: Promise<Value>): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (codes.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
