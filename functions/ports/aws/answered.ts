import type { Json, JsonObject } from '../json.ts';

/** A member of an answer as an object; an empty one where it is none. */
export const mapOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** … as a list of objects. */
export const mapsOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.map(mapOf) : []);

/** … as text. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
