import { ApiError } from '../../../api/error.ts';
import type { Json, JsonObject } from '../../../ports/json.ts';
import { invalidDocumentContent, invalidDocumentSchemaVersion } from '../../errors.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { checkRunbook } from './runbook.ts';
import { checkSize, type ContentFormat, readContent } from '../content.ts';
import { type Problem, type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';

/** The schema versions of the document types that have one; the content of the other types is the caller's own. */
const SCHEMA_VERSIONS = new Map([
  ['Automation', ['0.3']],
  ['Automation.ChangeTemplate', ['0.3']],
  ['Command', ['1.2', '2.0', '2.2']],
  ['Package', ['2.0']],
  ['Policy', ['2.0', '2.2']],
  ['Session', ['1.0']],
]);
const KNOWN = new Set([...SCHEMA_VERSIONS.values()].flat());

/**
 * Checks content as CreateDocument and UpdateDocument do for a document type, and gives the map it holds; undefined where it is another value or
 * a text that is not read. Throws the first problem.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
export function checkDocument(content: string, format: ContentFormat, type: string): JsonObject | undefined {
  const { done, value } = checked(content, format, type).next();
  if (!done) throw value.error;
  return value;
}

/** All problems of a content, in the order in which CreateDocument would tell them one by one; none where it takes the content. */
export function problemsOf(content: string, format: ContentFormat, type: string): Problem[] {
  try {
    return [...checked(content, format, type)];
  } catch (error) {
    // What cannot be read at all is one problem of the whole.
    if (error instanceof ApiError) return [{ error, path: [] }];
    throw error;
  }
}

function* checked(content: string, format: ContentFormat, type: string): Problems<JsonObject | undefined> {
  checkSize(content);
  const versions = SCHEMA_VERSIONS.get(type);
  if (format === 'TEXT' && !versions) return undefined;
  if (format === 'TEXT')
    throw invalidDocumentContent(`Document format TEXT is not supported for document type ${type}.`);
  const document = readContent(content, format);
  if (!versions) return isMap(document) ? document : undefined;
  if (!isMap(document)) throw invalidDocumentContent('The content of a document should be a map.');
  yield* checkSchemaVersion(document, versions);
  if (type.startsWith('Automation')) yield* checkRunbook(document, type);
  return document;
}

/** The schema version as it is written; YAML writers leave out the quotes, which makes it a number. */
export function schemaVersionOf({ schemaVersion }: JsonObject): string | undefined {
  if (typeof schemaVersion === 'number') return schemaVersion.toFixed(1);
  return typeof schemaVersion === 'string' ? schemaVersion : undefined;
}

function* checkSchemaVersion(document: JsonObject, versions: string[]): Problems {
  const { schemaVersion: written } = document;
  const version = schemaVersionOf(document);
  const path = ['schemaVersion'];
  if (written === undefined) return yield wrong(path, 'Missing "schemaVersion" in the document.');
  if (version !== undefined && versions.includes(version)) return;
  const message = `Document schema version is invalid. Value: ${shown(written satisfies Json)}`;
  yield version !== undefined && KNOWN.has(version)
    ? { path, error: invalidDocumentSchemaVersion(message) }
    : wrong(path, message);
}
