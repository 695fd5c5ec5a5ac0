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
export async function definitionOf(store: Store, input: StartAutomationExecutionRequest, place: Place) {
  const { name, version: wanted } = named(input);
  const found = await findDocument(store, { Name: name, DocumentVersion: wanted }, place);
  if (found === 'no document') throw automationDefinitionNotFound(name);
  if (found === 'no version') throw automationDefinitionVersionNotFound(name, wanted ?? '$DEFAULT');
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

/** A definition may be named by the ARN of the document, or of the definition with its version. */
function named({ DocumentName: name = '', DocumentVersion }: StartAutomationExecutionRequest) {
  const [, prefix, definition, version] =
    /^(arn:[^:]+:ssm:[^:]*:[^:]*):automation-definition\/([^:]+)(?::(.+))?$/.exec(name) ?? [];
  if (definition === undefined) return { name, version: DocumentVersion };
  return { name: `${prefix}:document/${definition}`, version: DocumentVersion ?? version };
}
