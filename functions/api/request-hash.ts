import { createHash } from 'node:crypto';

/** A hash of a request, the same in whatever order its members came. */
export const requestHash = (input: object): string =>
  createHash('sha256').update(JSON.stringify(input, sorted)).digest('hex');

/** A JSON replacer that makes the same members give the same text. */
const sorted = (_name: string, value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
