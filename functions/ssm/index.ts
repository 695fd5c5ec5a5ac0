import type { Service } from '../api/service.ts';
import { describeAutomationExecutions } from './automation-executions/describe-automation-executions.ts';
import { describeAutomationStepExecutions } from './automation-executions/describe-automation-step-executions.ts';
import { getAutomationExecution } from './automation-executions/get-automation-execution.ts';
import { sendAutomationSignal } from './automation-executions/send-automation-signal.ts';
import { startAutomationExecution } from './automation-executions/start-automation-execution.ts';
import { stopAutomationExecution } from './automation-executions/stop-automation-execution.ts';
import { startChangeRequestExecution } from './change-requests/start-change-request-execution.ts';
import { contract } from './contract.ts';
import { getCalendarState } from './calendars/get-calendar-state.ts';
import { createDocument } from './documents/create-document.ts';
import { deleteDocument } from './documents/delete-document.ts';
import { describeDocumentPermission } from './documents/describe-document-permission.ts';
import { describeDocument } from './documents/describe-document.ts';
import { getDocument } from './documents/get-document.ts';
import { listDocumentMetadataHistory } from './documents/list-document-metadata-history.ts';
import { listDocumentVersions } from './documents/list-document-versions.ts';
import { listDocuments } from './documents/list-documents.ts';
import { modifyDocumentPermission } from './documents/modify-document-permission.ts';
import { updateDocumentMetadata } from './documents/update-document-metadata.ts';
import { updateDocument } from './documents/update-document.ts';
import { updateDocumentDefaultVersion } from './documents/update-document-default-version.ts';
import { getExecutionPreview } from './execution-previews/get-execution-preview.ts';
import { startExecutionPreview } from './execution-previews/start-execution-preview.ts';
import { attachmentNeeds } from './documents/attachment-needs.ts';
import { resources } from './resources.ts';
import { addTagsToResource } from './tags/add-tags-to-resource.ts';
import { listTagsForResource } from './tags/list-tags-for-resource.ts';
import { removeTagsFromResource } from './tags/remove-tags-from-resource.ts';

/** AWS Systems Manager, as far as it is about Automation: one line per action. */
export const ssm: Service = {
  contract,
  internalError: 'InternalServerError',
  resources,
  alsoNeeds: attachmentNeeds,
  actions: {
    AddTagsToResource: addTagsToResource,
    CreateDocument: createDocument,
    DeleteDocument: deleteDocument,
    DescribeAutomationExecutions: describeAutomationExecutions,
    DescribeAutomationStepExecutions: describeAutomationStepExecutions,
    DescribeDocument: describeDocument,
    DescribeDocumentPermission: describeDocumentPermission,
    GetAutomationExecution: getAutomationExecution,
    GetCalendarState: getCalendarState,
    GetDocument: getDocument,
    GetExecutionPreview: getExecutionPreview,
    ListDocumentMetadataHistory: listDocumentMetadataHistory,
    ListDocumentVersions: listDocumentVersions,
    ListDocuments: listDocuments,
    ListTagsForResource: listTagsForResource,
    ModifyDocumentPermission: modifyDocumentPermission,
    RemoveTagsFromResource: removeTagsFromResource,
    SendAutomationSignal: sendAutomationSignal,
    StartAutomationExecution: startAutomationExecution,
    StartChangeRequestExecution: startChangeRequestExecution,
    StartExecutionPreview: startExecutionPreview,
    StopAutomationExecution: stopAutomationExecution,
    UpdateDocument: updateDocument,
    UpdateDocumentDefaultVersion: updateDocumentDefaultVersion,
    UpdateDocumentMetadata: updateDocumentMetadata,
  },
};
