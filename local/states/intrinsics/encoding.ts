import { createHash } from 'node:crypto';
import type { Json } from '../../../functions/ports/json.ts';
import { intrinsicFailure } from '../states-error.ts';
import { expectCount, textAt, valueAt, type Call } from './arguments.ts';

/** The most characters that may be encoded, decoded or hashed. */
const longestText = 10_000;

const algorithms: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** States.Base64Encode: UTF-8 text in Base64. */
export function base64Encode(call: Call): Json {
  expectCount(call, 1);
  return Buffer.from(limited(textAt(call, 0))).toString('base64');
}

/** States.Base64Decode: the UTF-8 text that was encoded. */
export function base64Decode(call: Call): Json {
  expectCount(call, 1);
  return Buffer.from(limited(textAt(call, 0)), 'base64').toString('utf8');
}

/** States.Hash: the hex digest of a text, or of any other value's JSON, by MD5, SHA-1, SHA-256, SHA-384 or SHA-512. */
export function hash(call: Call): Json {
  expectCount(call, 2);
  const value = valueAt(call, 0);
  const algorithm = algorithms[textAt(call, 1)];
  if (!algorithm) throw intrinsicFailure(`Unknown hash algorithm ${textAt(call, 1)}`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash(algorithm).update(limited(text)).digest('hex');
}

function limited(text: string): string {
  if (text.length > longestText) throw intrinsicFailure(`The text is longer than ${longestText} characters`);
  return text;
}
