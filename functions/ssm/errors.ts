import { ApiError } from '../api/error.ts';

// One function per way an operation fails; the codes are the contract's.

export const automationExecutionNotFound = (id: string) =>
  new ApiError('AutomationExecutionNotFoundException', `Automation execution ${id} was not found.`);

export const automationStepNotFound = (id: string, step: string) =>
  new ApiError('AutomationStepNotFoundException', `Automation execution ${id} has no step ${step}.`);

export const automationDefinitionNotFound = (name: string) =>
  new ApiError('AutomationDefinitionNotFoundException', `Automation definition ${name} was not found.`);

export const automationDefinitionVersionNotFound = (name: string, version: string) =>
  new ApiError('AutomationDefinitionVersionNotFoundException', `Automation definition ${name} has no version ${version}.`);

export const idempotentParameterMismatch = (token: string) =>
  new ApiError('IdempotentParameterMismatch', `Client token ${token} was used before with other parameters.`);

export const invalidAutomationExecutionParameters = (message: string) =>
  new ApiError('InvalidAutomationExecutionParametersException', message);

export const invalidAutomationSignal = (signal: string, id: string, reason: string) =>
  new ApiError('InvalidAutomationSignalException', `Signal ${signal} cannot be sent to automation execution ${id}: ${reason}.`);

export const invalidAutomationStatusUpdate = (id: string, reason: string) =>
  new ApiError('InvalidAutomationStatusUpdateException', `Automation execution ${id} cannot be stopped: ${reason}.`);

export const invalidFilterKey = (key: string) => new ApiError('InvalidFilterKey', `Filter key ${key} is not valid.`);

export const invalidFilterValue = (message: string) => new ApiError('InvalidFilterValue', message);

export const invalidNextToken = () => new ApiError('InvalidNextToken', 'The specified token is not valid.');
