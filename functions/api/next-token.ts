import { createHash } from 'node:crypto';

const fingerprint = (listing: object) =>
  createHash('sha256').update(JSON.stringify(listing)).digest('base64url').slice(0, 16);

/** An opaque NextToken for a place in a listing; `listing` is all that shapes it (operation, filters, order), so a token fits no other. */
export const writeToken = (listing: object, place: object): string =>
  Buffer.from(JSON.stringify([fingerprint(listing), place])).toString('base64url');

/** The place a NextToken names, or undefined without a token. Throws `invalid()`, the API's own error, where this listing did not give it. */
export function readToken<Place>(listing: object, token: string | undefined, invalid: () => Error): Place | undefined {
  if (token === undefined) return undefined;
  const [given, place] = read(token);
  if (given !== fingerprint(listing)) throw invalid();
  return place as Place;
}

function read(token: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
