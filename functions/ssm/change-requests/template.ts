import type { Json, JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { awsDocument, isMissing } from '../documents/aws-document.ts';
import { readContent } from '../documents/content.ts';
import { documentNamed } from '../documents/document-name.ts';
import { contentOf, findDocument, getDocumentRecord, type Place } from '../documents/record.ts';
import { newestVersion, reviewStatus } from '../documents/review.ts';
import {
  automationDefinitionNotApproved,
  automationDefinitionNotFound,
  automationDefinitionVersionNotFound,
  invalidAutomationExecutionParameters,
} from '../errors.ts';
import { isMap } from '../expressions/typed-value.ts';
import { textAt } from '../steps/answers.ts';

/** A change template that may be used, and what it says. */
export interface Template {
  name: string;
  version: string;
  content: JsonObject;
}

type Needs = Pick<Ports, 'store' | 'aws' | 'clock'>;

/** How a request names its template. */
interface Named {
  DocumentName?: string | undefined;
  DocumentVersion?: string | undefined;
}

const templateType = 'Automation.ChangeTemplate';

/**
 * The change template that a request names, of this account or of AWS's own: the approved version unless told.
 * Throws AutomationDefinitionNotApprovedException, AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException,
 * InvalidAutomationExecutionParametersException.
 */
export async function templateOf(
  ports: Needs,
  { DocumentName: Name = '', DocumentVersion }: Named,
  place: Place,
): Promise<Template> {
  const { store } = ports;
  const wanted = DocumentVersion ?? documentNamed(Name, place).version;
  const document = (await getDocumentRecord(store, Name, place))?.value;
  if (!document) return awsTemplate(ports, { Name, ...(wanted !== undefined && { DocumentVersion: wanted }) }, place);
  requireTemplate(Name, document.documentType);
  const version = wanted ?? newestVersion(document, 'APPROVED')?.toString();
  if (version === undefined) throw automationDefinitionNotApproved(Name, '$DEFAULT');
  const found = await findDocument(store, { Name, DocumentVersion: version }, place);
  if (typeof found === 'string') throw automationDefinitionVersionNotFound(Name, version);
  if (reviewStatus(found.document.value, found.version.version) !== 'APPROVED')
    throw automationDefinitionNotApproved(Name, version);
  const content = readContent(await contentOf(store, found), found.version.format);
  return { name: document.name, version: String(found.version.version), content: mapIn(Name, content) };
}

async function awsTemplate(
  ports: Needs,
  wanted: { Name: string; DocumentVersion?: string },
  place: Place,
): Promise<Template> {
  const { Name, DocumentVersion = '$DEFAULT' } = wanted;
  const found = await awsDocument(wanted, ports, place);
  if (!found) throw automationDefinitionNotFound(Name);
  if (isMissing(found))
    throw found.missing === 'version'
      ? automationDefinitionVersionNotFound(Name, DocumentVersion)
      : automationDefinitionNotFound(Name, found.reason);
  requireTemplate(Name, textAt('$.DocumentType', found));
  const review = textAt('$.ReviewStatus', found);
  if (review !== '' && review !== 'APPROVED') throw automationDefinitionNotApproved(Name, DocumentVersion);
  const content = readContent(textAt('$.Content', found), 'JSON');
  return { name: textAt('$.Name', found), version: textAt('$.DocumentVersion', found), content: mapIn(Name, content) };
}

function requireTemplate(name: string, type: string): void {
  if (type !== templateType)
    throw invalidAutomationExecutionParameters(`Document ${name} is of type ${type}, not ${templateType}.`);
}

function mapIn(name: string, content: Json): JsonObject {
  if (!isMap(content)) throw invalidAutomationExecutionParameters(`Document ${name} is not a map.`);
  return content;
}
