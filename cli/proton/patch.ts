import { createTwoFilesPatch } from 'diff';
import type { PreviewFile } from '../../functions/proton/previews/answer.ts';

/** A file's lines that change, in a patch; nothing where none does. */
export function patchOf({ Path, Before, After }: PreviewFile): string {
  if (Before === After) return '';
  const old = Before === undefined ? '/dev/null' : `a/${Path}`;
  const fresh = After === undefined ? '/dev/null' : `b/${Path}`;
  const patch = createTwoFilesPatch(old, fresh, Before ?? '', After ?? '', undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '').trimEnd();
}
