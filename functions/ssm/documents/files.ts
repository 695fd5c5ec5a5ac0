import type { Json, JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';

/**
 * The SHA-256 in lower-case hex of each file that the `files` section of a document names; empty where there is none, or none that can be one.
 * The map has no prototype: a file may be called `constructor`.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
export function checksumsOf(files: JsonObject): Record<string, string> {
  const checksums: Record<string, string> = Object.create(null) as Record<string, never>;
  for (const [name, file] of Object.entries(files)) checksums[name] = checksumOf(file);
  return checksums;
}

function checksumOf(file: Json): string {
  const checksums = isMap(file) && isMap(file.checksums) ? file.checksums : {};
  const written = Object.entries(checksums).find(([algorithm]) => /^sha-?256$/i.test(algorithm))?.[1];
  return typeof written === 'string' && /^[0-9a-f]{64}$/i.test(written) ? written.toLowerCase() : '';
}
