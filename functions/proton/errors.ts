import { ApiError } from '../api/error.ts';

// One function per way an operation fails; the codes are the contract's.

/** `kind` in words, such as `environment template`. */
export const resourceNotFound = (kind: string, arn: string) =>
  new ApiError('ResourceNotFoundException', `The requested ${kind} does not exist: ${arn}`);

/** What was found, or ResourceNotFoundException. */
export function required<Found>(found: Found | undefined, kind: string, arn: string): Found {
  if (found === undefined) throw resourceNotFound(kind, arn);
  return found;
}

/** What stands in the way of the change. */
export const conflict = (message: string) => new ApiError('ConflictException', message);

/** A rule that the input breaks beyond those of its shapes. */
export const invalid = (message: string) => new ApiError('ValidationException', message);

/** A second create of the same name, or with the same client token, that asks for something else. */
export const idempotentParameterMismatch = () => new ApiError('ValidationException', 'Idempotent parameter mismatch');

export const invalidNextToken = () =>
  new ApiError('ValidationException', 'The nextToken is not valid for this request.');

/** `what` in the plural, such as `templates`. */
export const serviceQuotaExceeded = (what: string, limit: number) =>
  new ApiError('ServiceQuotaExceededException', `The quota of ${limit} ${what} is exceeded.`);
