import type { DocumentReviewAction } from '@aws-sdk/client-ssm';
import { CreateDocumentCommand, UpdateDocumentCommand, UpdateDocumentMetadataCommand } from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** A door to the change template Change of two versions, the first of them the default; `review` is its author's word unless told. */
export async function openChangeTemplate() {
  const door = await openDocuments();
  const { client } = door;
  const Content = runbook();
  await client.send(new CreateDocumentCommand({ Name: 'Change', DocumentType: 'Automation.ChangeTemplate', Content }));
  await client.send(new UpdateDocumentCommand({ Name: 'Change', Content: runbook({ description: 'Second' }) }));
  const alice = door.ssm(await door.principal('alice', allowAll));
  const review = (
    Action: DocumentReviewAction,
    comment?: string,
    { by = client, version = '1', name = 'Change' } = {},
  ) =>
    by.send(
      new UpdateDocumentMetadataCommand({
        Name: name,
        DocumentVersion: version,
        DocumentReviews: { Action, ...(comment && { Comment: [{ Type: 'Comment', Content: comment }] }) },
      }),
    );
  return { ...door, alice, review };
}
