import { readToken } from '../api/next-token.ts';
import { invalidNextToken } from './errors.ts';

/** The place a NextToken names, or undefined without a token. Throws InvalidNextToken where this listing did not give it. */
export const placeOf = <Place>(listing: object, token: string | undefined): Place | undefined =>
  readToken<Place>(listing, token, invalidNextToken);
