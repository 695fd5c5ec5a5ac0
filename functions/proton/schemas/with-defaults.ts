import type { Schema } from './schema.ts';
import { isMapping, type Mapping, member, type Value } from '../yaml.ts';

const deepest = 50;

/** Inputs with the defaults of their type where they say nothing. A default is taken as it is written, whatever its type. */
export const withDefaults = (inputs: Mapping, type: string, { types }: Schema): Mapping =>
  filled(inputs, { $ref: `#/${type}` }, { types, depth: 0 }) as Mapping;

function filled(value: Value, schema: Value | undefined, at: { types: Mapping; depth: number }): Value {
  if (at.depth > deepest) return value;
  const next = { ...at, depth: at.depth + 1 };
  const reference = member(schema, '$ref');
  if (typeof reference === 'string') return filled(value, member(at.types, reference.replace(/^.*\//, '')), next);
  if (Array.isArray(value)) return value.map((item) => filled(item, member(schema, 'items'), next));
  const properties = member(schema, 'properties');
  if (!isMapping(value) || !isMapping(properties)) return value;
  const added = Object.entries(properties).flatMap(([name, property]) => {
    const preset = member(resolved(property, at.types), 'default');
    return Object.hasOwn(value, name) || preset === undefined ? [] : [[name, preset] as const];
  });
  const given = Object.entries(value).map(
    ([name, one]) => [name, filled(one, member(properties, name), next)] as const,
  );
  return Object.fromEntries([...given, ...added]);
}

function resolved(schema: Value, types: Mapping): Value | undefined {
  const reference = member(schema, '$ref');
  return typeof reference === 'string' ? member(types, reference.replace(/^.*\//, '')) : schema;
}
