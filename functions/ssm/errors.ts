import { ApiError } from '../api/error.ts';

// One function per way an operation fails; the codes are the contract's.

export const automationExecutionNotFound = (id: string) =>
  new ApiError('AutomationExecutionNotFoundException', `Automation execution ${id} was not found.`);

export const automationStepNotFound = (id: string, step: string) =>
  new ApiError('AutomationStepNotFoundException', `Automation execution ${id} has no step ${step}.`);

/** `reason` says why AWS, whose document it would be, could not be asked. */
export const automationDefinitionNotFound = (name: string, reason?: string) =>
  new ApiError(
    'AutomationDefinitionNotFoundException',
    `Automation definition ${name} was not found${reason ? ` and could not be read from AWS: ${reason}` : ''}.`,
  );

export const automationDefinitionNotApproved = (name: string, version: string) =>
  new ApiError(
    'AutomationDefinitionNotApprovedException',
    `Version ${version} of change template ${name} is not approved.`,
  );

export const automationDefinitionVersionNotFound = (name: string, version: string) =>
  new ApiError(
    'AutomationDefinitionVersionNotFoundException',
    `Automation definition ${name} has no version ${version}.`,
  );

export const automationExecutionLimitExceeded = () =>
  new ApiError(
    'AutomationExecutionLimitExceededException',
    'The number of simultaneously running Automation executions exceeded the allowable limit.',
  );

export const documentAlreadyExists = (name: string) =>
  new ApiError('DocumentAlreadyExists', `Document with same name ${name} already exists`);

export const documentLimitExceeded = (limit: number) =>
  new ApiError('DocumentLimitExceeded', `You can have at most ${limit} active SSM documents.`);

export const documentPermissionLimit = (message: string) => new ApiError('DocumentPermissionLimit', message);

export const documentVersionLimitExceeded = () =>
  new ApiError(
    'DocumentVersionLimitExceeded',
    'The document has too many versions. Delete one or more document versions and try again.',
  );

export const duplicateDocumentContent = () =>
  new ApiError(
    'DuplicateDocumentContent',
    'The content of the association document matches another document. Change the content of the document and try again.',
  );

export const duplicateDocumentVersionName = () =>
  new ApiError(
    'DuplicateDocumentVersionName',
    'The version name has already been used in this document. Specify a different version name, and then try again.',
  );

export const executionPreviewNotFound = (id: string) =>
  new ApiError('ResourceNotFoundException', `Execution preview ${id} was not found.`);

export const idempotentParameterMismatch = (token: string) =>
  new ApiError('IdempotentParameterMismatch', `Client token ${token} was used before with other parameters.`);

export const invalidAutomationExecutionParameters = (message: string) =>
  new ApiError('InvalidAutomationExecutionParametersException', message);

export const invalidAutomationSignal = (signal: string, id: string, reason: string) =>
  new ApiError(
    'InvalidAutomationSignalException',
    `Signal ${signal} cannot be sent to automation execution ${id}: ${reason}.`,
  );

export const invalidAutomationStatusUpdate = (id: string, reason: string) =>
  new ApiError('InvalidAutomationStatusUpdateException', `Automation execution ${id} cannot be stopped: ${reason}.`);

export const invalidCalendarRequest = (message: string) => new ApiError('ValidationException', message);

/** `reason` says why AWS, whose document it would be, could not be asked. */
export const invalidDocument = (name: string, reason?: string) =>
  new ApiError(
    'InvalidDocument',
    `Document with name ${name} does not exist${reason ? ` here and could not be read from AWS: ${reason}` : ''}.`,
  );

export const invalidDocumentContent = (message: string) => new ApiError('InvalidDocumentContent', message);

export const invalidDocumentName = (name: string) =>
  new ApiError('ValidationException', `Invalid document name ${name}: it starts with a reserved prefix.`);

export const invalidDocumentOperation = (message: string) => new ApiError('InvalidDocumentOperation', message);

export const invalidDocumentSchemaVersion = (message: string) => new ApiError('InvalidDocumentSchemaVersion', message);

export const invalidDocumentType = (name: string, type: string) =>
  new ApiError('InvalidDocumentType', `Document ${name} is of type ${type}, not ChangeCalendar.`);

export const invalidDocumentVersion = () =>
  new ApiError('InvalidDocumentVersion', 'The document version is not valid or does not exist.');

export const invalidFilterKey = (key: string) => new ApiError('InvalidFilterKey', `Filter key ${key} is not valid.`);

export const invalidFilterValue = (message: string) => new ApiError('InvalidFilterValue', message);

export const invalidNextToken = () => new ApiError('InvalidNextToken', 'The specified token is not valid.');

export const invalidPreview = (message: string) => new ApiError('ValidationException', message);

export const invalidResourceId = (type: string, id: string) =>
  new ApiError('InvalidResourceId', `There is no ${type} with the resource ID ${id}.`);

export const invalidResourceType = (type: string) =>
  new ApiError('InvalidResourceType', `The resource type ${type} is not valid.`);

export const invalidTarget = (message: string) => new ApiError('InvalidTarget', message);

export const maxDocumentSizeExceeded = () =>
  new ApiError('MaxDocumentSizeExceeded', 'The size limit of a document is 64 KB.');

export const reservedTagKey = (key: string) =>
  new ApiError(
    'ValidationException',
    `Tag key ${key} is not valid: aws: prefixed tag key names are not allowed for external use.`,
  );

export const tooManyTagsError = (limit: number) =>
  new ApiError('TooManyTagsError', `A resource can have at most ${limit} tags.`);

export const unsupportedCalendar = (reason: string) =>
  new ApiError('UnsupportedCalendarException', `The calendar is not supported: ${reason}.`);
