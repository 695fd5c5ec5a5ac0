import type { Json, JsonObject } from '../json.ts';

interface Metadata {
  requestId?: string;
  httpStatusCode?: number;
  attempts?: number;
}

/**
 * boto3's view of an answer of the SDK: `$metadata` is ResponseMetadata, times are ISO 8601 text as Python's isoformat writes it
 * (`2020-01-01T00:00:00+00:00`, six digits where there is a fraction), bytes are text (base64 where they are not UTF-8), absent members vanish.
 */
export function boto3Answer({ $metadata, ...answer }: Record<string, unknown>): JsonObject {
  const { requestId = '', httpStatusCode = 200, attempts = 1 } = ($metadata ?? {}) as Metadata;
  const ResponseMetadata = {
    RequestId: requestId,
    HTTPStatusCode: httpStatusCode,
    HTTPHeaders: {},
    RetryAttempts: Math.max(0, attempts - 1),
  };
  return { ...members(answer), ResponseMetadata };
}

function members(value: object): JsonObject {
  const present = Object.entries(value).filter(([, member]) => member !== undefined && typeof member !== 'function');
  return Object.fromEntries(present.map(([name, member]) => [name, json(member)]));
}

function json(value: unknown): Json {
  if (value instanceof Date) return isoformat(value);
  if (value instanceof Uint8Array) return textOf(value);
  if (Array.isArray(value)) return value.map(json);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'object' && value !== null) return members(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

function isoformat(time: Date): string {
  const text = time.toISOString();
  return text.replace(/\.(\d{3})Z$/, (_, milliseconds: string) =>
    milliseconds === '000' ? '+00:00' : `.${milliseconds}000+00:00`,
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    // Not text: as the AWS CLI shows bytes.
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  }
}
