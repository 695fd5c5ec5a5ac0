import contract from '../../../../contracts/ssm.json' with { type: 'json' };
import type { Service } from '../../../../functions/api/service.ts';
import type { Ports } from '../../../../functions/ports/ports.ts';
import { createDocument } from '../../../../functions/ssm/documents/create-document.ts';
import { deleteDocument } from '../../../../functions/ssm/documents/delete-document.ts';
import { describeDocument } from '../../../../functions/ssm/documents/describe-document.ts';
import { getDocument } from '../../../../functions/ssm/documents/get-document.ts';
import { listDocumentVersions } from '../../../../functions/ssm/documents/list-document-versions.ts';
import { listDocuments } from '../../../../functions/ssm/documents/list-documents.ts';
import { updateDocumentDefaultVersion } from '../../../../functions/ssm/documents/update-document-default-version.ts';
import { updateDocument } from '../../../../functions/ssm/documents/update-document.ts';
import { resources } from '../../../../functions/ssm/resources.ts';
import { openDoor } from '../../../door.ts';

const documents: Service = {
  contract,
  internalError: 'InternalServerError',
  resources,
  actions: {
    CreateDocument: createDocument,
    DeleteDocument: deleteDocument,
    DescribeDocument: describeDocument,
    GetDocument: getDocument,
    ListDocumentVersions: listDocumentVersions,
    ListDocuments: listDocuments,
    UpdateDocument: updateDocument,
    UpdateDocumentDefaultVersion: updateDocumentDefaultVersion,
  },
};

/** A door to the operations on documents, and a client at it. */
export async function openDocuments(given: Partial<Ports> = {}) {
  const door = await openDoor([documents], given);
  return { ...door, client: door.ssm() };
}
