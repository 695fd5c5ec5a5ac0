import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { settings } from '../settings.ts';
import { type Keys, keysNow } from '../session.ts';

/** A request to the server's own wire; without keys it is signed with those of the session. */
export interface SignedRequest {
  method: 'GET' | 'POST';
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  keys?: Keys;
  signal?: AbortSignal;
}

/** Fetches a path of the server, signed as a call of Quaymaster's own API. */
export async function signedFetch(
  path: string,
  { method, query = {}, headers, body, keys, signal }: SignedRequest,
): Promise<Response> {
  const signer = new SignatureV4({
    credentials: keys ?? keysNow(),
    region: settings.region,
    service: 'quaymaster',
    sha256: Sha256,
  });
  const request = await signer.sign({
    method,
    protocol: location.protocol,
    hostname: location.hostname,
    path,
    query,
    headers: { ...headers, host: location.host },
    ...(body !== undefined && { body }),
  });
  const { host: _browsers, ...sent } = request.headers;
  const asked = new URLSearchParams(query).toString();
  return fetch(asked ? `${path}?${asked}` : path, {
    method,
    headers: sent,
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
}
