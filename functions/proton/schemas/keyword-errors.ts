import { Ajv, type ErrorObject } from 'ajv';
import type { JsonSchema } from './json-schema.ts';

// Kept for all schemas, none of which it keeps: making ready to check keywords takes many times as long as checking them.
let ajv: Ajv | undefined;

/** The keywords of a schema whose values are none of theirs, such as a `type` that there is not. */
export function keywordErrors(schema: JsonSchema): ErrorObject[] {
  ajv ??= new Ajv({ strict: false, allErrors: true, logger: false });
  return ajv.validateSchema(schema) ? [] : (ajv.errors ?? []);
}
