import { createHmac, hash, timingSafeEqual, type KeyObject } from 'node:crypto';
import { signatureMismatch } from '../../functions/api/sigv4/errors.ts';
import { incompleteBody } from './errors.ts';

/** What the signatures of chunks rest on; `signature` is the request's own. */
export interface ChunkSigning {
  key: KeyObject;
  /** `20260101T000000Z` */
  date: string;
  /** `20260101/us-east-1/s3/aws4_request` */
  scope: string;
  signature: string;
}

/** A body without its frames, and the trailing headers, names in lower case. */
export interface Unframed {
  body: Buffer;
  trailers: Record<string, string>;
}

const empty = hash('sha256', '', 'hex');

/**
 * Takes an `aws-chunked` body apart; with `signing` each chunk, and the trailer, must be signed in a chain that begins with the request's signature.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function unframe(framed: Buffer, signing: ChunkSigning | undefined): Unframed {
  const chunks: Buffer[] = [];
  let at = 0;
  let previous = signing?.signature ?? '';
  for (;;) {
    const { size, signature, next } = readHead(framed, at);
    const chunk = framed.subarray(next, next + size);
    if (chunk.length < size) throw incompleteBody();
    if (signing)
      previous = checked(signature, sign(signing, ['-PAYLOAD', previous, empty, hash('sha256', chunk, 'hex')]));
    if (size === 0)
      return { body: Buffer.concat(chunks), trailers: readTrailers(framed.subarray(next), signing, previous) };
    chunks.push(chunk);
    at = next + size + 2;
    if (framed.toString('latin1', next + size, at) !== '\r\n') throw incompleteBody();
  }
}

const head = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/;

function readHead(framed: Buffer, at: number): { size: number; signature: string; next: number } {
  const end = framed.indexOf('\r\n', at);
  const match = end < 0 || end - at > 128 ? null : head.exec(framed.toString('latin1', at, end));
  if (!match) throw incompleteBody();
  const [, size = '', signature = ''] = match;
  return { size: parseInt(size, 16), signature, next: end + 2 };
}

function readTrailers(rest: Buffer, signing: ChunkSigning | undefined, previous: string): Record<string, string> {
  const lines = rest.toString('latin1').split('\r\n').filter(Boolean);
  const trailers = Object.fromEntries(lines.map(readTrailer));
  const { 'x-amz-trailer-signature': signature, ...others } = trailers;
  const names = Object.keys(others);
  if (!signing || names.length === 0) return others;
  const text = names.map((name) => `${name}:${others[name]}\n`).join('');
  checked(signature ?? '', sign(signing, ['-TRAILER', previous, hash('sha256', text, 'hex')]));
  return others;
}

function readTrailer(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) throw incompleteBody();
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

const sign = ({ key, date, scope }: ChunkSigning, [kind, ...lines]: string[]): Buffer =>
  createHmac('sha256', key)
    .update([`AWS4-HMAC-SHA256${kind}`, date, scope, ...lines].join('\n'))
    .digest();

function checked(given: string, expected: Buffer): string {
  const bytes = Buffer.from(given, 'hex');
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) throw signatureMismatch();
  return given;
}
