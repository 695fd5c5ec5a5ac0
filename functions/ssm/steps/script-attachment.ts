import type { ScriptAttachment } from '../../ports/scripts.ts';
import { attachmentsBucket } from '../documents/attachments.ts';
import { findDocument } from '../documents/record.ts';
import { InvalidInput, textOf } from './inputs.ts';
import type { StepContext } from './step-action.ts';

/**
 * The file that a step's Attachment names: of the version the run was started with, and with the checksum that the runbook demands. Undefined where
 * the step names none. Throws InvalidInput.
 */
export async function scriptAttachment(context: StepContext): Promise<ScriptAttachment | undefined> {
  const { execution, runbook, record, ports } = context;
  const name = textOf(record.inputs, 'Attachment');
  if (name === undefined) return undefined;
  const { documentName, documentVersion } = execution;
  const sha256 = runbook.files?.[name];
  if (!sha256) throw new InvalidInput(`The runbook has no "files" section with the sha256 checksum of ${name}`);
  const found = await findDocument(ports.store, { Name: documentName, DocumentVersion: documentVersion }, execution);
  const attachments = typeof found === 'string' ? [] : found.version.attachments;
  const attachment = attachments.find((one) => one.name === name && one.sha256 === sha256);
  if (!attachment)
    throw new InvalidInput(`Version ${documentVersion} of document ${documentName} has no attachment ${name}`);
  return { name, bucket: attachmentsBucket, key: attachment.key, sha256 };
}
