import { CORE_SCHEMA, DEFAULT_SCHEMA, YAMLException, dump } from 'js-yaml';
import { ApiError } from '../../api/error.ts';
import { InvalidTree, jsonTree } from '../../api/json-tree.ts';
import { loadYaml } from '../../api/yaml.ts';
import type { Json } from '../../ports/json.ts';
import { invalidDocumentContent, maxDocumentSizeExceeded } from '../errors.ts';
import { runbookFrom } from './runbook-from.ts';
import type { Runbook } from './runbook.ts';

/** How a document's content is written; TEXT is never parsed. */
export type ContentFormat = 'JSON' | 'YAML' | 'TEXT';

/** A place in a text; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** The place of a text's character, by its index. */
export function placeAt(text: string, index: number): Place {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** InvalidDocumentContent for a text that is no JSON or YAML, with the place where reading ended as far as that is known. */
export class MalformedContent extends ApiError {
  readonly place: Place | undefined;

  constructor(format: 'JSON' | 'YAML', place: Place | undefined) {
    const where = place ? ` at Line: ${place.line}, Column: ${place.column}` : '';
    const { code, message } = invalidDocumentContent(`${format} not well-formed.${where}`);
    super(code, message);
    this.place = place;
  }
}

const largest = 65_536;

/** Throws MaxDocumentSizeExceeded for content beyond 64 KB, counted in UTF-8 bytes. */
export function checkSize(content: string): void {
  if (content.length > largest || Buffer.byteLength(content) > largest) throw maxDocumentSizeExceeded();
}

/** The runbook that checked content holds. Executions share it, so nobody may change it. */
export function readRunbook(content: string, format: ContentFormat): Runbook {
  return runbookFrom(readContent(content, format));
}

/**
 * The value that JSON or YAML content holds, or InvalidDocumentContent. YAML is read by the core schema of YAML 1.2, so dates stay text;
 * where a key comes twice the last one counts, as on AWS.
 */
export function readContent(content: string, format: ContentFormat): Json {
  try {
    return jsonTree(format === 'YAML' ? loadYaml(content, CORE_SCHEMA) : JSON.parse(content));
  } catch (error) {
    if (error instanceof InvalidTree) throw invalidDocumentContent(error.message);
    if (error instanceof YAMLException) throw new MalformedContent('YAML', yamlPlace(error));
    if (error instanceof SyntaxError) throw new MalformedContent('JSON', jsonPlace(error, content));
    throw error;
  }
}

/** The value as the text of a document in another format than it was given in; no YAML reader of any version takes its strings for something else. */
export function writeContent(value: Json, format: 'JSON' | 'YAML'): string {
  if (format === 'JSON') return JSON.stringify(value, null, 2);
  return dump(value, { schema: DEFAULT_SCHEMA, noRefs: true, lineWidth: -1 });
}

function yamlPlace({ mark }: YAMLException): Place {
  // The types promise a mark, the parser does not always give one.
  const { line, column } = (mark as YAMLException['mark'] | undefined) ?? { line: 0, column: 0 };
  return { line: line + 1, column: column + 1 };
}

// The engine tells the position of most mistakes, not of all.
function jsonPlace({ message }: SyntaxError, content: string): Place | undefined {
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? undefined : placeAt(content, Number(position));
}
