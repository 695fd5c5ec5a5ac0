import type { Faults } from '../faults.ts';
import type { Files } from './archive.ts';
import { BundleError } from './bundle-error.ts';

/** The largest file of a bundle in bytes. Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-limits.html */
export const largestFile = 2 * 1024 * 1024;

/** The text of a file. */
export function* textOf(files: Files, file: string): Faults<BundleError, string | undefined> {
  const body = files.get(file) ?? Buffer.alloc(0);
  if (body.length > largestFile)
    return yield new BundleError(`it has ${body.length} bytes; at most ${largestFile} are allowed.`, { file });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return yield new BundleError('it is not text in UTF-8.', { file });
  }
}
