import { ApiError } from '../api/error.ts';

/** What an id may stand for. */
export type Kind = 'stack' | 'layer' | 'app' | 'instance' | 'deployment' | 'command' | 'service error' | 'user';

/** One id or several that nothing is known by. */
export const resourceNotFound = (kind: Kind, ...ids: string[]): ApiError =>
  new ApiError('ResourceNotFoundException', `Unable to find ${kind} with ID ${ids.join(', ')}`);

/** Any other thing a caller asks for that cannot be. */
export const invalid = (message: string): ApiError => new ApiError('ValidationException', message);
