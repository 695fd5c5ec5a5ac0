import { isMapping, type Mapping, member, plain, type Value } from '../yaml.ts';
import type { Schema } from './schema.ts';

/** What of inputs that an earlier minor version takes a later one would refuse, one line each; `path` begins with the type's name. */
export function breakages(before: Schema, after: Schema): string[] {
  const main = ofType(resolved(typeOf(before, before.main), before), resolved(typeOf(after, after.main), after), {
    before,
    after,
    path: after.main,
    depth: 0,
  });
  return [...main, ...ofPipeline(before, after)].slice(0, 10);
}

function ofPipeline(before: Schema, after: Schema): string[] {
  if (before.pipeline === undefined && after.pipeline === undefined) return [];
  if (after.pipeline === undefined) return ['the pipeline input type is gone'];
  const now = resolved(typeOf(after, after.pipeline), after);
  if (before.pipeline !== undefined)
    return ofType(resolved(typeOf(before, before.pipeline), before), now, {
      before,
      after,
      path: after.pipeline,
      depth: 0,
    });
  const needed = newlyRequired({}, now);
  return needed.map((name) => `${after.pipeline}.${name} is required and has no default, in a new pipeline input type`);
}

interface At {
  before: Schema;
  after: Schema;
  path: string;
  depth: number;
}

const deepest = 20;

const typeOf = ({ types }: Schema, name: string): Value | undefined => member(types, name);

function resolved(schema: Value | undefined, of: Schema): Mapping {
  const reference = member(schema, '$ref');
  const target = typeof reference === 'string' ? typeOf(of, reference.replace(/^.*\//, '')) : schema;
  return isMapping(target) ? target : {};
}

function ofType(before: Mapping, after: Mapping, at: At): string[] {
  if (at.depth > deepest) return [];
  const { path } = at;
  const type = member(before, 'type');
  const now = member(after, 'type');
  const isWider = type === 'integer' && now === 'number';
  if (type !== now && now !== undefined && !isWider)
    return [`${path} was of type ${word(type)} and is of type ${word(now)}`];
  return [
    ...ofEnum(before, after, path),
    ...bounds.flatMap(([keyword, direction]) => ofBound(before, after, { keyword, direction, path })),
    ...ofPattern(before, after, path),
    ...(member(before, 'nullable') === true && member(after, 'nullable') !== true
      ? [`${path} may no longer be null`]
      : []),
    ...ofProperties(before, after, at),
    ...ofItems(before, after, at),
  ];
}

const word = (value: Value | undefined): string => (value === undefined ? 'any' : JSON.stringify(plain(value)));

function ofEnum(before: Mapping, after: Mapping, path: string): string[] {
  const now = member(after, 'enum');
  if (!Array.isArray(now)) return [];
  const earlier = member(before, 'enum');
  if (!Array.isArray(earlier)) return [`${path} takes only some values (enum), and took any`];
  const allowed = new Set(now.map(word));
  return earlier
    .filter((value) => !allowed.has(word(value)))
    .map((value) => `${path} no longer takes ${word(value)} (enum)`);
}

/** Which way a bound may move without refusing more. */
const bounds = [
  ['minimum', -1],
  ['minLength', -1],
  ['minItems', -1],
  ['maximum', 1],
  ['maxLength', 1],
  ['maxItems', 1],
] as const;

function ofBound(
  before: Mapping,
  after: Mapping,
  { keyword, direction, path }: { keyword: string; direction: number; path: string },
): string[] {
  const now = number(member(after, keyword));
  if (now === undefined) return [];
  const earlier =
    number(member(before, keyword)) ?? (keyword === 'minLength' || keyword === 'minItems' ? 0 : undefined);
  const isTighter = earlier === undefined || (now - earlier) * direction < 0;
  return isTighter ? [`${path} has a tighter ${keyword}: ${now}, before ${earlier ?? 'none'}`] : [];
}

function number(value: Value | undefined): number | undefined {
  const made = value === undefined ? undefined : plain(value);
  return typeof made === 'number' ? made : undefined;
}

function ofPattern(before: Mapping, after: Mapping, path: string): string[] {
  const now = member(after, 'pattern');
  return now === undefined || now === member(before, 'pattern') ? [] : [`${path} has another pattern`];
}

function ofProperties(before: Mapping, after: Mapping, at: At): string[] {
  const earlier = member(before, 'properties');
  const now = member(after, 'properties');
  const gone = isMapping(earlier) ? Object.keys(earlier).filter((name) => member(now, name) === undefined) : [];
  const needed = newlyRequired(before, after);
  const changed = isMapping(earlier)
    ? Object.entries(earlier)
        .filter(([name]) => !gone.includes(name))
        .flatMap(([name, property]) =>
          ofType(resolved(property, at.before), resolved(member(now, name), at.after), {
            ...at,
            path: `${at.path}.${name}`,
            depth: at.depth + 1,
          }),
        )
    : [];
  return [
    ...gone.map((name) => `${at.path}.${name} is gone`),
    ...needed.map((name) => `${at.path}.${name} is newly required and has no default`),
    ...changed,
  ];
}

function newlyRequired(before: Mapping, after: Mapping): string[] {
  const required = (schema: Mapping): string[] => {
    const names = member(schema, 'required');
    const given = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
    return given.filter((name) => member(member(member(schema, 'properties'), name), 'default') === undefined);
  };
  const earlier = new Set(required(before));
  return required(after).filter((name) => !earlier.has(name));
}

function ofItems(before: Mapping, after: Mapping, at: At): string[] {
  const earlier = member(before, 'items');
  const now = member(after, 'items');
  if (earlier === undefined || now === undefined) return [];
  return ofType(resolved(earlier, at.before), resolved(now, at.after), {
    ...at,
    path: `${at.path}[]`,
    depth: at.depth + 1,
  });
}
