import { isDeepStrictEqual } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { PreviewFile } from '../../functions/proton/previews/preview.ts';
import type { JsonObject } from '../../functions/ports/json.ts';
import { isMap, readTemplate, StackRefused, textOf } from '../../local/provisioner/simulated-stacks/template.ts';

/** A resource of a template that a deployment would make, change or remove; `members` are the properties and attributes that change. */
export interface ResourceChange {
  change: 'add' | 'change' | 'remove';
  name: string;
  type: string;
  members: string[];
}

/** The changes of the resources of templates, as far as their texts tell. */
export function resourceChanges(files: PreviewFile[]): ResourceChange[] {
  return files.flatMap(({ Path, Before, After }) => {
    if (!/\.(ya?ml|json|template)$/.test(Path)) return [];
    const before = resourcesOf(Before);
    const after = resourcesOf(After);
    const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return names.flatMap((name) => changeOf(name, before[name], after[name]));
  });
}

/** A file's lines that change, in a patch; nothing where none does. */
export function patchOf({ Path, Before, After }: PreviewFile): string {
  if (Before === After) return '';
  const old = Before === undefined ? '/dev/null' : `a/${Path}`;
  const fresh = After === undefined ? '/dev/null' : `b/${Path}`;
  const patch = createTwoFilesPatch(old, fresh, Before ?? '', After ?? '', undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '').trimEnd();
}

/** What is no template has no resources. */
function resourcesOf(text: string | undefined): Record<string, JsonObject> {
  if (text === undefined) return {};
  try {
    const { Resources = {} } = readTemplate(text);
    return isMap(Resources) ? (Resources as Record<string, JsonObject>) : {};
  } catch (error) {
    if (error instanceof StackRefused) return {};
    throw error;
  }
}

function changeOf(name: string, before: JsonObject | undefined, after: JsonObject | undefined): ResourceChange[] {
  if (!after) return [{ change: 'remove', name, type: typeOf(before), members: [] }];
  if (!before) return [{ change: 'add', name, type: typeOf(after), members: [] }];
  if (isDeepStrictEqual(before, after)) return [];
  return [{ change: 'change', name, type: typeOf(after), members: members(before, after) }];
}

const typeOf = (resource: JsonObject | undefined): string => textOf(resource?.['Type'] ?? '');

/** The properties that differ, and the attributes beside them. */
function members(
  { Properties: one = {}, ...before }: JsonObject,
  { Properties: other = {}, ...after }: JsonObject,
): string[] {
  return [...differing(isMap(one) ? one : {}, isMap(other) ? other : {}), ...differing(before, after)];
}

const differing = (one: JsonObject, other: JsonObject): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => !isDeepStrictEqual(one[name], other[name]),
  );
