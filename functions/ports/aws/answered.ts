import { isMap, type Json, type JsonObject } from '../json.ts';

/** A member of an answer as an object; an empty one where it is none. */
export const mapOf = (value: Json | undefined): JsonObject => (isMap(value) ? value : {});

/** … as a list of objects. */
export const mapsOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.map(mapOf) : []);

/** … as text. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
