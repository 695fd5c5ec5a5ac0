import { ApiError } from '../api/error.ts';

// One function per way an operation fails; codes and words are EventBridge's.

export const validationException = (message: string) => new ApiError('ValidationException', message);

export const invalidEventPattern = (reason: string) =>
  new ApiError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

export const ruleNotFound = (name: string, bus: string) =>
  new ApiError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);

export const busNotFound = (name: string) =>
  new ApiError('ResourceNotFoundException', `Event bus ${name} does not exist.`);

export const limitExceeded = () =>
  new ApiError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');

export const invalidTargetArn = (arn: string, reason: string) =>
  validationException(`Parameter ${arn} is not valid. Reason: ${reason}`);

export const invalidNextToken = () => validationException('Parameter NextToken is not valid.');

export const deadLetterNotFound = (eventId: string) =>
  new ApiError('ResourceNotFoundException', `There is no such dead letter of the event ${eventId}.`);

export const targetNotFound = (target: string, rule: string) =>
  new ApiError('ResourceNotFoundException', `Target ${target} does not exist on rule ${rule}.`);
