import { incompleteHeader, malformedCredential, missingAuthenticationToken } from './errors.ts';

/** An Authorization header taken apart; `credential` is the access key with its scope, `signature` 64 hex digits. */
export interface Authorization {
  credential: string;
  accessKeyId: string;
  day: string;
  region: string;
  service: string;
  terminator: string;
  /** As the client listed them, joined by `;`. */
  signedHeaders: string;
  signature: string;
}

const usual =
  /^AWS4-HMAC-SHA256 Credential=(([^/,\s]+)\/([^/,\s]+)\/([^/,\s]+)\/([^/,\s]+)\/([^/,\s]+)), ?SignedHeaders=([^=,\s]+), ?Signature=([0-9a-f]{64})$/;

/** Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`, which every official client writes in this order. */
export function readAuthorization(header: string | undefined): Authorization {
  if (!header) throw missingAuthenticationToken();
  const match = usual.exec(header);
  if (!match) return readUnusual(header);
  const [, credential = '', accessKeyId = '', day = '', region = '', service = '', terminator = ''] = match;
  const [signedHeaders = '', signature = ''] = match.slice(7);
  return { credential, accessKeyId, day, region, service, terminator, signedHeaders, signature };
}

const algorithm = /^AWS4-HMAC-SHA256\s/;
const parameters = ['Credential', 'Signature', 'SignedHeaders'];
const hexDigest = /^[0-9a-f]{64}$/;

/** The parameters in any order, each once, or the reason why this is no signature. */
function readUnusual(header: string): Authorization {
  const parts = header.replace(algorithm, '').split(',').map(readParameter);
  const given = new Map(parts);
  const missing = parameters.filter((name) => !given.get(name));
  const [credential = '', signature = '', signedHeaders = ''] = parameters.map((name) => given.get(name));
  const isWhole = missing.length === 0 && given.size === parts.length;
  if (!isWhole || !algorithm.test(header) || !hexDigest.test(signature)) throw incompleteHeader(missing, header);
  const [accessKeyId = '', day = '', region = '', service = '', terminator, ...more] = credential.split('/');
  if (terminator === undefined || more.length > 0) throw malformedCredential();
  return { credential, accessKeyId, day, region, service, terminator, signedHeaders, signature };
}

function readParameter(part: string): [string, string] {
  const equals = part.indexOf('=');
  return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
}
