import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Store } from '../../ports/store.ts';
import { contentOf, findDocument, type Place } from '../documents/record.ts';
import {
  automationDefinitionNotFound,
  automationDefinitionVersionNotFound,
  invalidAutomationExecutionParameters,
} from '../errors.ts';
import { keepRunbook } from './runbook-snapshot.ts';

/**
 * The runbook that a start names, with its text kept for the run.
 * Throws AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException, InvalidAutomationExecutionParametersException.
 */
export async function definitionOf(
  store: Store,
  { DocumentName: name = '', DocumentVersion }: StartAutomationExecutionRequest,
  place: Place,
) {
  const found = await findDocument(store, { Name: definitionName(name), DocumentVersion }, place);
  if (found === 'no document') throw automationDefinitionNotFound(name);
  if (found === 'no version') throw automationDefinitionVersionNotFound(name, DocumentVersion ?? '$DEFAULT');
  const { document, version } = found;
  if (document.value.documentType !== 'Automation')
    throw invalidAutomationExecutionParameters(
      `Document ${name} is of type ${document.value.documentType}, not Automation.`,
    );
  const snapshot = `${version.hash}.${version.format}`;
  const runbook = await keepRunbook(store, snapshot, async () => ({
    content: await contentOf(store, found),
    format: version.format,
  }));
  return { documentName: document.value.name, documentVersion: String(version.version), snapshot, runbook };
}

/** A definition may be named by the ARN of the document or of the definition. */
const definitionName = (name: string) =>
  name.replace(/^(arn:[^:]+:ssm:[^:]*:[^:]*):automation-definition\/([^:]+).*$/, '$1:document/$2');
