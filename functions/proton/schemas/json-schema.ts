import type { Tree } from '../../api/json-tree.ts';
import { isMapping, type Mapping, member, plain, type Value } from '../yaml.ts';

type Plain = Tree<null | boolean | number | string>;
/** A JSON schema in ajv's words. */
export type JsonSchema = { [keyword: string]: Plain };

const asTheyAre = [
  'type',
  'nullable',
  'enum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'pattern',
];
const lists = ['allOf', 'anyOf', 'oneOf'];

/**
 * The types of a schema as one JSON schema for values of the type `name`. Only the keywords of OpenAPI 3.0 that bind a value are taken over;
 * all others, known or not, mean nothing. A required property that has a default need not be given.
 * Source: https://spec.openapis.org/oas/v3.0.0#schema-object
 */
export const jsonSchema = (types: Mapping, name: string): JsonSchema => ({
  $ref: `#/definitions/${escaped(name)}`,
  definitions: Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, convert(schema)])),
});

const escaped = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

function convert(schema: Value): JsonSchema {
  if (!isMapping(schema)) return {};
  const reference = member(schema, '$ref');
  if (typeof reference === 'string') return { $ref: `#/definitions/${escaped(typeName(reference))}` };
  const found: JsonSchema = {};
  for (const keyword of asTheyAre) copy(schema, keyword, found);
  for (const keyword of lists) {
    const all = member(schema, keyword);
    if (Array.isArray(all) && all.length > 0) found[keyword] = all.map(convert);
  }
  const items = member(schema, 'items');
  if (items !== undefined) found['items'] = convert(items);
  const not = member(schema, 'not');
  if (not !== undefined) found['not'] = convert(not);
  if (found['type'] === undefined) delete found['nullable'];
  return { ...found, ...bounds(schema), ...properties(schema) };
}

/** `#/Name`, as Proton writes it, or the ways of OpenAPI. */
const typeName = (reference: string): string =>
  decoded(reference.replace(/^#\/(components\/schemas\/|schema\/types\/|types\/|definitions\/)?/, ''));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return text;
  }
}

function copy(schema: Mapping, keyword: string, to: JsonSchema): void {
  const value = member(schema, keyword);
  if (value !== undefined) to[keyword] = plain(value);
}

/** In OpenAPI 3.0 `exclusiveMinimum` says yes or no about `minimum`. */
function bounds(schema: Mapping): JsonSchema {
  const found: JsonSchema = {};
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const)
    if (member(schema, bound) !== undefined)
      copy(
        { [bound]: member(schema, bound) ?? null, [exclusive]: member(schema, bound) ?? null },
        member(schema, exclusive) === true ? exclusive : bound,
        found,
      );
  return found;
}

function properties(schema: Mapping): JsonSchema {
  const given = member(schema, 'properties');
  const required = member(schema, 'required');
  const additional = member(schema, 'additionalProperties');
  const found: JsonSchema = {};
  if (isMapping(given))
    found['properties'] = Object.fromEntries(Object.entries(given).map(([name, one]) => [name, convert(one)]));
  if (Array.isArray(required))
    found['required'] = required
      .filter((name) => typeof name === 'string')
      .filter((name) => member(member(given, name), 'default') === undefined);
  if (additional === false || additional === true) found['additionalProperties'] = additional;
  if (isMapping(additional)) found['additionalProperties'] = convert(additional);
  return found;
}
