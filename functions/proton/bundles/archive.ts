import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { BundleError } from './bundle-error.ts';

/** The files of an archive by their paths, without a leading `./`. */
export type Files = ReadonlyMap<string, Buffer>;

/** The largest bundle in bytes, packed. Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-limits.html */
export const largestBundle = 10 * 1024 * 1024;
/** What it may become when it is unpacked: 500 files of 2 MB would be a thousand, which no process here can hold. */
const mostBytes = 100 * 1024 * 1024;
const mostEntries = 5000;
const longestPath = 1024;
/** A file, folder or what else an archive holds. */
type Entry = AsyncIterable<unknown> & { header: Header };

interface Taken {
  found: Map<string, Buffer>;
  /** As file systems that fold case and forms see them. */
  names: Set<string>;
}

const files = new Set(['file', 'contiguous-file']);

/**
 * Reads a .tar.gz within bounds of size and number. Nothing is written anywhere, and what could lead elsewhere is refused:
 * links, devices, absolute paths, `..`, backslashes, names that some file systems take for the same. Throws BundleError.
 */
export async function readArchive(body: Uint8Array): Promise<Files> {
  const entries = extract();
  const feeding = pipeline(Readable.from([body]), createGunzip(), bounded, entries);
  // What goes wrong there ends the loop as well or, where that ended first, is thrown again by the second wait.
  feeding.catch(() => undefined);
  try {
    const found = await taken(entries);
    await feeding;
    return found;
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError('The bundle is not a gzip-compressed tar archive (.tar.gz), or it is damaged.');
  }
}

async function taken(entries: AsyncIterable<Entry>): Promise<Map<string, Buffer>> {
  const to: Taken = { found: new Map(), names: new Set() };
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    if (count > mostEntries) throw new BundleError(`The bundle has more than ${mostEntries} entries.`);
    await take(entry, to);
  }
  return to.found;
}

async function* bounded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new BundleError(`The bundle is larger than ${mostBytes} bytes when it is unpacked.`);
    yield chunk;
  }
}

async function take(entry: Entry, to: Taken): Promise<void> {
  const { name, type } = entry.header;
  const path = safePath(name);
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  if (type === 'directory') return;
  if (!files.has(type ?? 'file'))
    throw new BundleError(`a bundle may hold files and folders, not a ${type}.`, { file: path });
  const folded = path.normalize('NFKC').toLowerCase();
  if (to.names.has(folded))
    throw new BundleError('the bundle has two files whose names are the same but for case or form.', { file: path });
  to.names.add(folded);
  to.found.set(path, Buffer.concat(chunks));
}

function safePath(name: string): string {
  const path = name.replace(/^(\.\/+)+/, '').replace(/\/+$/, '');
  const shown = JSON.stringify(name.slice(0, 200));
  if (name.length > longestPath) throw new BundleError(`${shown}…: a path has at most ${longestPath} characters.`);
  const parts = path.split('/');
  const isSafe =
    !path.startsWith('/') &&
    !/^[a-zA-Z]:/.test(path) &&
    // eslint-disable-next-line no-control-regex -- control characters are what it looks for
    !/[\\\u0000-\u001f\u007f]/.test(path) &&
    !parts.includes('..') &&
    path.isWellFormed();
  if (!isSafe)
    throw new BundleError(`${shown}: paths must be relative, without "..", backslashes and control characters.`);
  return parts.filter((part) => part !== '.' && part !== '').join('/');
}
