import type { DocumentVersionInfo, GetDocumentResult } from '@aws-sdk/client-ssm';
import { runbookFrom, type WrittenRunbook } from '../run/runbook.ts';

/** One version of a runbook: its text as it was written, and what that says. */
export interface LoadedRunbook {
  document: GetDocumentResult;
  runbook: WrittenRunbook | undefined;
}

/** Reads a version, the default one unless told. */
export async function loadRunbook(Name: string, DocumentVersion?: string): Promise<LoadedRunbook> {
  const { getDocument } = await import('../../clients/ssm.ts');
  const [asJson, asYaml] = await Promise.all([
    getDocument({ Name, DocumentVersion, DocumentFormat: 'JSON' }),
    getDocument({ Name, DocumentVersion, DocumentFormat: 'YAML' }),
  ]);
  return { document: asYaml, runbook: readable(asJson.Content ?? '') };
}

function readable(content: string): WrittenRunbook | undefined {
  try {
    return runbookFrom(content);
  } catch {
    return undefined;
  }
}

/** All versions, newest first. */
export async function loadVersions(name: string): Promise<DocumentVersionInfo[]> {
  const { listDocumentVersions } = await import('../../clients/ssm.ts');
  const versions: DocumentVersionInfo[] = [];
  let next: string | undefined;
  do {
    const page = await listDocumentVersions(name, next);
    versions.push(...(page.DocumentVersions ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return versions.sort((one, other) => Number(other.DocumentVersion) - Number(one.DocumentVersion));
}
