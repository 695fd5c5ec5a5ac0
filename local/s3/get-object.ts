import type { FileHead } from '../file-objects.ts';
import { requireBucket } from './buckets.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import { invalidArgument, invalidRange, noSuchKey, preconditionFailed } from './errors.ts';
import { document } from './xml.ts';

/** GetObject, with one range and the conditions of HTTP. */
export async function getObject(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  const found = await s3.objects.get(call.bucket, call.key);
  if (!found) throw noSuchKey();
  const { head, body } = found;
  if (isNotModified(call, head)) return { status: 304, headers: { etag: head.etag } };
  const range = readRange(call.headers['range'], head.size);
  if (!range) return { headers: headersOf(head, call), body };
  const [from, to] = range;
  return {
    status: 206,
    headers: { ...headersOf(head, call), 'content-range': `bytes ${from}-${to}/${head.size}` },
    body: body.subarray(from, to + 1),
  };
}

/** HeadObject. */
export async function headObject(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  const head = await s3.objects.head(call.bucket, call.key);
  if (!head) throw noSuchKey();
  if (isNotModified(call, head)) return { status: 304, headers: { etag: head.etag } };
  return { headers: { ...headersOf(head, call), 'content-length': String(head.size) } };
}

/** GetObjectTagging: objects here have no tags, and copying asks for them. */
export async function getObjectTagging(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  if (!(await s3.objects.head(call.bucket, call.key))) throw noSuchKey();
  return { body: document('Tagging', { TagSet: {} }) };
}

/** The headers that the query may ask for, as `response-content-type=text/plain`. */
const wantable = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

function headersOf({ etag, lastModified, headers }: FileHead, { query }: S3Call): Record<string, string> {
  const wanted = wantable.flatMap((name) => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value] as const];
  });
  for (const [name, value] of wanted)
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw invalidArgument(`response-${name} is no value of a header`);
  return {
    'content-type': 'binary/octet-stream',
    ...headers,
    ...Object.fromEntries(wanted),
    etag,
    'last-modified': new Date(lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    // Whatever it is, no browser shall run it.
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  };
}

const names = (header: string): string[] => header.split(',').map((one) => one.trim());

/** Throws PreconditionFailed where If-Match or If-Unmodified-Since do not hold. Source: RFC 9110 §13.2.2 */
function isNotModified({ headers }: S3Call, { etag, lastModified }: FileHead): boolean {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const seconds = Math.floor(lastModified / 1000) * 1000;
  const isOlder = (header: string | undefined) => header !== undefined && seconds <= Date.parse(header);
  const matches = (header: string) => names(header).some((one) => one === '*' || one === etag || `"${one}"` === etag);
  if (match !== undefined && !matches(match)) throw preconditionFailed();
  const { 'if-unmodified-since': unmodified, 'if-modified-since': modified } = headers;
  if (match === undefined && unmodified !== undefined && !isOlder(unmodified)) throw preconditionFailed();
  return noneMatch === undefined ? isOlder(modified) : matches(noneMatch);
}

/** First and last byte of `bytes=0-9`; undefined for the whole, as for units and lists of ranges that are not known. */
export function readRange(header: string | undefined, size: number): [number, number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (!match[1] && !match[2])) return undefined;
  const [, first = '', last = ''] = match;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from >= size || from > to || (first === '' && Number(last) === 0)) throw invalidRange();
  return [from, to];
}
