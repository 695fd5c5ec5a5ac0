import { basename, extname } from 'node:path';
import { load } from 'js-yaml';
import { ApiError } from '../functions/api/error.ts';
import type { Call } from './client.ts';
import { readText } from './command.ts';
import type { ParameterTypes } from './parameters.ts';

/** A runbook's file: the document it becomes, and the types of its parameters as far as they can be read. */
export interface RunbookFile {
  name: string;
  format: 'JSON' | 'YAML';
  content: string;
  types: ParameterTypes;
}

/** Reads a runbook; whether it is a good one the server says. */
export function readRunbook(file: string): RunbookFile {
  const content = readText(file);
  return { name: documentName(file), format: formatOf(content), content, types: typesIn(content) };
}

/** How a document is written: JSON begins with a brace. */
export const formatOf = (content: string): 'JSON' | 'YAML' => (content.trimStart().startsWith('{') ? 'JSON' : 'YAML');

/** The document named after a file, `deploy.prod` for `runbooks/deploy.prod.yaml`, within what the service allows. */
export function documentName(file: string): string {
  const name = basename(file, extname(file)).replaceAll(/[^\w.-]/g, '-');
  const isReserved = /^(aws|amazon|amzn)/i.test(name);
  return (isReserved || name.length < 3 ? `run-${name}` : name).slice(0, 128);
}

function typesIn(content: string): ParameterTypes {
  const { parameters } = (parsed(content) ?? {}) as { parameters?: Record<string, unknown> };
  return Object.fromEntries(Object.entries(parameters ?? {}).map(([name, definition]) => [name, typeOf(definition)]));
}

/** What cannot be parsed has no types, and the server says what is wrong with it. */
function parsed(content: string): unknown {
  try {
    // `json` tolerates duplicate keys, as the service does.
    return load(content, { json: true });
  } catch {
    return undefined;
  }
}

function typeOf(definition: unknown): string {
  const { type } = (definition ?? {}) as { type?: unknown };
  return typeof type === 'string' ? type : 'String';
}

interface Description {
  DocumentVersion?: string;
  LatestVersion?: string;
}

/** Makes the runbook a document, or a new version of it where its text changed (the default version stays), and answers with the version. */
export async function register(call: Call, { name, format, content }: RunbookFile): Promise<string> {
  const document = { Name: name, Content: content, DocumentFormat: format };
  const created = await unless('DocumentAlreadyExists', () =>
    call<{ DocumentDescription: Description }>('AmazonSSM.CreateDocument', { ...document, DocumentType: 'Automation' }),
  );
  if (created) return created.DocumentDescription.DocumentVersion ?? '1';
  const updated = await unless('DuplicateDocumentContent', () =>
    call<{ DocumentDescription: Description }>('AmazonSSM.UpdateDocument', { ...document, DocumentVersion: '$LATEST' }),
  );
  return updated?.DocumentDescription.DocumentVersion ?? '$LATEST';
}

async function unless<Output>(code: string, attempt: () => Promise<Output>): Promise<Output | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof ApiError && error.code === code) return undefined;
    throw error;
  }
}
