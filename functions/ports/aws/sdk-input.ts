import { NormalizedSchema } from '@smithy/core/schema';
import { AwsUnusable } from '../aws-api.ts';
import type { Json, JsonObject } from '../json.ts';

/** A schema of the SDK as its clients hold it. */
export type Schema = Parameters<typeof NormalizedSchema.of>[0];

/** The member of an answer that is a stream, if any. */
export function streamedMember(schema: Schema | undefined): string | undefined {
  if (schema === undefined) return undefined;
  const shape = NormalizedSchema.of(schema);
  if (!shape.isStructSchema()) return undefined;
  return Object.entries(shape.getMemberSchemas()).find(([, member]) => member.isStreaming())?.[0];
}

/**
 * A runbook's input as the SDK takes it: texts and numbers where times belong become Date, an idempotency token is filled in, and a parameter
 * the API does not know is refused with boto3's words (the SDK would leave it out in silence).
 */
export function sdkInput(schema: Schema | undefined, input: JsonObject, idempotencyToken?: string): object {
  if (schema === undefined) return input;
  const shape = NormalizedSchema.of(schema);
  if (!shape.isStructSchema()) return input;
  const given = structure(shape, input, 'input');
  const token = Object.entries(shape.getMemberSchemas()).find(([, member]) => member.isIdempotencyToken())?.[0];
  return token && idempotencyToken !== undefined ? { [token]: idempotencyToken, ...given } : given;
}

function structure(shape: NormalizedSchema, input: JsonObject, path: string): Record<string, unknown> {
  const members = shape.getMemberSchemas();
  const converted = Object.entries(input).map(([name, value]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!member) throw unknown({ name, path, known: Object.keys(members) });
    return [name, convert(member, value, path === 'input' ? name : `${path}.${name}`)];
  });
  return Object.fromEntries(converted) as Record<string, unknown>;
}

function convert(shape: NormalizedSchema, value: Json, path: string): unknown {
  if (shape.isTimestampSchema()) return timeOf(value, path);
  if (value === null || typeof value !== 'object' || shape.isDocumentSchema()) return value;
  if (Array.isArray(value)) {
    if (!shape.isListSchema()) return value;
    return value.map((item, index) => convert(shape.getValueSchema(), item, `${path}[${index}]`));
  }
  if (shape.isStructSchema()) return structure(shape, value, path);
  if (!shape.isMapSchema()) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, convert(shape.getValueSchema(), item, `${path}.${key}`)]),
  );
}

// As botocore reads them: ISO 8601, or seconds since 1970; without a zone it is UTC.
function timeOf(value: Json, path: string): Date {
  const isText = typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value);
  const hasZone = isText && /(Z|[+-]\d\d:?\d\d)$/i.test(value);
  const hasTime = isText && /\d[T ]\d/.test(value);
  const time = isText ? new Date(hasTime && !hasZone ? `${value}Z` : value) : new Date(Number(value) * 1000);
  if (Number.isNaN(time.getTime()) || value === null)
    throw invalid(`Invalid type for parameter ${path}, value: ${JSON.stringify(value)}, valid types: timestamp-string`);
  return time;
}

const unknown = ({ name, path, known }: { name: string; path: string; known: string[] }) =>
  invalid(`Unknown parameter in ${path}: "${name}", must be one of: ${known.join(', ')}`);

const invalid = (detail: string) => new AwsUnusable(`Parameter validation failed:\n${detail}`);
