import type { ApiError } from '../../../api/error.ts';
import { invalidDocumentContent } from '../../errors.ts';

/** Where a value is in a document: the names and indexes that lead to it from the top. */
export type Path = readonly (string | number)[];

/** Something that is wrong with a document: the error the service gives, and what it is about. */
export interface Problem {
  error: ApiError;
  path: Path;
}

/**
 * What a check finds, in the order in which the service does; `Value` is what the check reads. The service tells the first problem and looks no
 * further, a tool goes on to the last.
 */
export type Problems<Value = void> = Generator<Problem, Value, undefined>;

/** A problem that is an InvalidDocumentContent. */
export const wrong = (path: Path, message: string): Problem => ({ path, error: invalidDocumentContent(message) });
