import type { Json } from '../../../ports/json.ts';

/** A value of a document as it stands in a message: text as it is, the rest as JSON, both cut to 200 characters. */
export function shown(value: Json | undefined): string {
  return (typeof value === 'string' ? value : JSON.stringify(value ?? null)).slice(0, 200);
}
