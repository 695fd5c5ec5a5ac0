import { ApiError } from './error.ts';

/**
 * Errors that every operation may answer with, whatever its contract lists.
 * Source: https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html
 */
export const commonErrors: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MethodNotAllowedException',
  'MissingAuthenticationTokenException',
  'NotFoundException',
  'RequestEntityTooLargeException',
  'SerializationException',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'ValidationException',
]);

/** What is wrong with the body before its rules are looked at. */
export const serializationException = (message: string): ApiError => new ApiError('SerializationException', message);

/** All rules that the input breaks. */
export function validationException(failures: string[]): ApiError {
  const count = `${failures.length} validation error${failures.length === 1 ? '' : 's'} detected`;
  return new ApiError('ValidationException', `${count}: ${failures.join('; ')}`);
}

/** Too many lost races for one record in a row. */
export const throttlingException = (): ApiError => new ApiError('ThrottlingException', 'Rate exceeded');

/** A body over the limit; `limit` in bytes. */
export const requestEntityTooLarge = (limit: number): ApiError =>
  new ApiError('RequestEntityTooLargeException', `The request is larger than ${limit} bytes`, 413);
