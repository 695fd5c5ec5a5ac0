import { hash } from 'node:crypto';
import { ApiError } from '../error.ts';

const invalid = (message: string): ApiError => new ApiError('InvalidSignatureException', message);
const incomplete = (message: string): ApiError => new ApiError('IncompleteSignatureException', message);

/** No Authorization header at all. */
export const missingAuthenticationToken = (): ApiError =>
  new ApiError('MissingAuthenticationTokenException', 'Missing Authentication Token');

/** Parts of the Authorization header are missing; the header itself is told by its digest only. */
export function incompleteHeader(missing: string[], authorization: string): ApiError {
  const parts = missing.map((name) => `Authorization header requires '${name}' parameter. `).join('');
  const digest = hash('sha256', authorization, 'base64');
  return incomplete(`${parts}(Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`);
}

/** A Credential that is not `key/date/region/service/aws4_request`. */
export const malformedCredential = (): ApiError =>
  incomplete('Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term');

/** No date to check the age of the signature by. */
export const missingDate = (): ApiError =>
  incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");

/** A date of another form than `20260102T030405Z`. */
export const malformedDate = (date: string): ApiError =>
  incomplete(`Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`);

/** An access key nobody has, or a session token, which no key of ours comes with. */
export const unrecognizedClient = (): ApiError =>
  new ApiError('UnrecognizedClientException', 'The security token included in the request is invalid.');

/** Signed for another region than this server's. */
export const wrongRegion = (region: string): ApiError =>
  invalid(`Credential should be scoped to a valid region, not '${region}'. `);

/** Signed for another service than the one called. */
export const wrongService = (service: string): ApiError =>
  invalid(`Credential should be scoped to correct service: '${service}'. `);

/** A scope that does not end as version 4 does. */
export const wrongTerminator = (terminator: string): ApiError =>
  invalid(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`);

/** The scope's day and the request's time disagree. */
export const wrongDay = (day: string, date: string): ApiError =>
  invalid(
    `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`,
  );

/** Signed too long ago; `date` is the request's, `now` in epoch milliseconds. */
export const expired = (date: string, now: number): ApiError =>
  invalid(`Signature expired: ${date} is now earlier than ${basic(now - skew)} (${basic(now)} - 5 min.)`);

/** Signed in the future. */
export const notYetCurrent = (date: string, now: number): ApiError =>
  invalid(`Signature not yet current: ${date} is still later than ${basic(now + skew)} (${basic(now)} + 5 min.)`);

/** How far a client's clock may be off, in milliseconds. */
export const skew = 300_000;

const basic = (time: number): string => new Date(time).toISOString().replace(/-|:|\.\d+/g, '');

/** A header that must be signed is not; `name` as people write it. */
export const unsignedHeader = (name: string): ApiError =>
  invalid(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);

/** The body is not what the client said it signed. */
export const wrongPayload = (): ApiError =>
  invalid('The provided x-amz-content-sha256 header does not match what was computed.');

/** The signature itself is wrong. */
export const signatureMismatch = (): ApiError =>
  invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
