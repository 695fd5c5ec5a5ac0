import { createHash } from 'node:crypto';
import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { ApiError } from '../../api/error.ts';
import type { Ports } from '../../ports/ports.ts';
import { awsDocument, isMissing } from '../documents/aws-document.ts';
import { documentNamed } from '../documents/document-name.ts';
import { contentOf, type DocumentReference, findDocument, type Place } from '../documents/record.ts';
import type { Runbook } from '../documents/runbook.ts';
import {
  automationDefinitionNotFound,
  automationDefinitionVersionNotFound,
  invalidAutomationExecutionParameters,
} from '../errors.ts';
import { textAt } from '../steps/answers.ts';
import { keepRunbook } from './runbook-snapshot.ts';

/** What a start runs; `snapshot` names the runbook's text, which is kept for the run. */
export interface Definition {
  documentName: string;
  documentVersion: string;
  snapshot: string;
  runbook: Runbook;
}

type Needs = Pick<Ports, 'store' | 'aws' | 'clock'>;

/** What names it in a request. */
type Named = Pick<StartAutomationExecutionRequest, 'DocumentName' | 'DocumentVersion'>;

/**
 * The runbook that a start names, of this account, of AWS's own or of another account, with its text kept for the run.
 * Throws AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException, InvalidAutomationExecutionParametersException.
 */
export async function definitionOf(
  ports: Needs,
  { DocumentName = '', DocumentVersion }: Named,
  place: Place,
): Promise<Definition> {
  const { store } = ports;
  const wanted = { Name: DocumentName, DocumentVersion: DocumentVersion ?? documentNamed(DocumentName, place).version };
  const found = await findDocument(store, wanted, place);
  if (found === 'no version') throw versionNotFound(wanted);
  if (found === 'no document') return awsDefinition(ports, wanted, place);
  const { document, version } = found;
  requireRunbook(DocumentName, document.value.documentType);
  const snapshot = `${version.hash}.${version.format}`;
  const runbook = await keepRunbook(store, snapshot, async () => ({
    content: await contentOf(store, found),
    format: version.format,
  }));
  return { documentName: document.value.name, documentVersion: String(version.version), snapshot, runbook };
}

async function awsDefinition(ports: Needs, wanted: DocumentReference, place: Place): Promise<Definition> {
  const { Name = '' } = wanted;
  const found = await awsDocument(wanted, ports, place);
  if (!found) throw automationDefinitionNotFound(Name);
  if (isMissing(found))
    throw found.missing === 'version' ? versionNotFound(wanted) : automationDefinitionNotFound(Name, found.reason);
  requireRunbook(Name, textAt('$.DocumentType', found));
  const content = textAt('$.Content', found);
  const snapshot = `${createHash('sha256').update(content).digest('hex')}.JSON`;
  const runbook = await keepRunbook(ports.store, snapshot, async () => ({ content, format: 'JSON' })).catch(unreadable);
  return {
    documentName: textAt('$.Name', found),
    documentVersion: textAt('$.DocumentVersion', found),
    snapshot,
    runbook,
  };
}

const versionNotFound = ({ Name = '', DocumentVersion = '$DEFAULT' }: DocumentReference) =>
  automationDefinitionVersionNotFound(Name, DocumentVersion);

function requireRunbook(name: string, type: string): void {
  if (type !== 'Automation')
    throw invalidAutomationExecutionParameters(`Document ${name} is of type ${type}, not Automation.`);
}

/** What came from elsewhere was not checked here when it was created. */
function unreadable(error: unknown): never {
  throw error instanceof ApiError ? invalidAutomationExecutionParameters(error.message) : error;
}
