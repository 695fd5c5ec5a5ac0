import { isDeepStrictEqual } from 'node:util';
import { readTemplate, StackRefused, textOf } from '../../ports/cloudformation-template.ts';
import { isMap, type JsonObject } from '../../ports/json.ts';
import type { PreviewFile, ResourceChange } from './answer.ts';

/** The changes of the resources of templates, as far as their texts tell. */
export function resourceChanges(files: PreviewFile[]): ResourceChange[] {
  return files.flatMap(({ Path, Before, After }) => {
    if (Before === After || !/\.(ya?ml|json|template)$/.test(Path)) return [];
    const before = resourcesOf(Before);
    const after = resourcesOf(After);
    const names = [...new Set([...after.keys(), ...before.keys()])];
    return names.flatMap((name) => changeOf(name, before.get(name), after.get(name)));
  });
}

/** What is no template has no resources. */
function resourcesOf(text: string | undefined): Map<string, JsonObject> {
  if (text === undefined) return new Map();
  try {
    const { Resources = {} } = readTemplate(text);
    const found = Object.entries(isMap(Resources) ? Resources : {});
    return new Map(found.map(([name, one]) => [name, isMap(one) ? one : {}]));
  } catch (error) {
    if (error instanceof StackRefused) return new Map();
    throw error;
  }
}

function changeOf(name: string, before: JsonObject | undefined, after: JsonObject | undefined): ResourceChange[] {
  const named = { LogicalResourceId: name, ResourceType: textOf((after ?? before)?.['Type'] ?? '') };
  if (!after) return [{ Action: 'Remove', ...named, Members: [] }];
  if (!before) return [{ Action: 'Add', ...named, Members: [] }];
  if (isDeepStrictEqual(before, after)) return [];
  return [{ Action: 'Modify', ...named, Members: members(before, after) }];
}

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
