import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Authorization } from './authorization.ts';
import { canonicalRequest, type WireRequest } from './canonical-request.ts';
import * as errors from './errors.ts';
import { keepSigningKey, signingKey } from './signing-key.ts';

/** What a signature must be scoped to; `region` undefined means any region there could be. */
export interface Scope {
  service: string;
  region?: string | undefined;
  /** Epoch milliseconds. */
  now: number;
}

const anyRegion = /^[a-z]{2,8}(-[a-z]{2,12}){1,3}-\d{1,2}$/;
const basicFormat = /^\d{8}T\d{6}Z$/;

/** Refuses a signature made for another service, region or day, or out of time. */
export function checkScope(authorization: Authorization, headers: WireRequest['headers'], scope: Scope): void {
  const { day, region, service, terminator } = authorization;
  const date = headers['x-amz-date'] ?? headers['date'];
  if (!date) throw errors.missingDate();
  const time = timeOf(date);
  if (terminator !== 'aws4_request') throw errors.wrongTerminator(terminator);
  if (service !== scope.service) throw errors.wrongService(scope.service);
  if (scope.region === undefined ? !anyRegion.test(region) : region !== scope.region) throw errors.wrongRegion(region);
  if (day !== date.slice(0, 8)) throw errors.wrongDay(day, date);
  if (time < scope.now - errors.skew) throw errors.expired(date, scope.now);
  if (time > scope.now + errors.skew) throw errors.notYetCurrent(date, scope.now);
}

/** Epoch milliseconds of `20260101T000000Z`. Throws where it is no such date. */
export function timeOf(date: string): number {
  if (!basicFormat.test(date)) throw errors.malformedDate(date);
  const part = (from: number, to: number): number => Number(date.slice(from, to));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15));
}

/** Refuses a signature that leaves the host or the operation unsigned. */
export function checkSignedHeaders({ signedHeaders }: Authorization, headers: WireRequest['headers']): void {
  const signed = signedHeaders.split(';');
  if (!signed.includes('host')) throw errors.unsignedHeader('Host');
  if (headers['x-amz-target'] !== undefined && !signed.includes('x-amz-target'))
    throw errors.unsignedHeader('X-Amz-Target');
}

/** The hex SHA-256 of a whole body, which must be the one the client names, if it names one; so unsigned payloads are refused. */
export function payloadDigest(body: string | Uint8Array, headers: WireRequest['headers']): string {
  const digest = hash('sha256', body, 'hex');
  const claimed = headers['x-amz-content-sha256'];
  if (claimed !== undefined && claimed !== digest) throw errors.wrongPayload();
  return digest;
}

/** Refuses a request that was not signed with this secret; `payload` as the client must have signed it. */
export function checkSignature(
  authorization: Authorization,
  request: WireRequest,
  { payload, secretAccessKey }: { payload: string; secretAccessKey: string },
): void {
  const { credential, accessKeyId, service, signedHeaders, signature } = authorization;
  const canonical = hash('sha256', canonicalRequest(request, { service, signedHeaders, payload }), 'hex');
  const date = request.headers['x-amz-date'] ?? request.headers['date'];
  const text = `AWS4-HMAC-SHA256\n${date}\n${credential.slice(accessKeyId.length + 1)}\n${canonical}`;
  const key = signingKey(credential, secretAccessKey);
  const expected = createHmac('sha256', key).update(text).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) throw errors.signatureMismatch();
  keepSigningKey(credential, secretAccessKey, key);
}
