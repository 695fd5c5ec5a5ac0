import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Ids } from '../../functions/ports/ids.ts';
import type { JsonPath, Segment } from './json-path.ts';

/** What paths and intrinsic functions can see: the data (`$`), the variables (`$name`) and the context object (`$$`). */
export interface Environment {
  data: Json;
  variables: JsonObject;
  context: () => JsonObject;
  ids: Ids;
}

/** The value a path names; undefined when there is none. A path that may name several gives the list of all. */
export function readPath(path: JsonPath, environment: Environment): Json | undefined {
  const root = rootOf(path, environment);
  if (root === undefined) return undefined;
  if (path.isDefinite) return readDefinite(path.segments, root);
  const found = matches(path.segments, root);
  const isSingle = path.segments.at(-1)?.kind === 'index' && found.length === 1;
  return isSingle ? found[0] : found;
}

/** Where a definite path leaves the data, as `$['a']['b']`: the place AWS names in its message. */
export function missingPlace(path: JsonPath, environment: Environment): string {
  let place = '$';
  let value = rootOf(path, environment);
  for (const segment of path.segments) {
    place += segment.kind === 'key' ? `['${segment.key}']` : segment.kind === 'index' ? `[${segment.index}]` : '[*]';
    value = value === undefined ? undefined : matches([segment], value)[0];
    if (value === undefined) return place;
  }
  return place;
}

/** Every value the steps lead to, in document order. */
export function matches(segments: readonly Segment[], root: Json): Json[] {
  let current = [root];
  for (const segment of segments) {
    const next: Json[] = [];
    for (const value of current) collect(segment, value, next);
    current = next;
  }
  return current;
}

function rootOf(path: JsonPath, environment: Environment): Json | undefined {
  if (path.root === 'data') return environment.data;
  if (path.root === 'context') return environment.context();
  const { variables } = environment;
  return Object.hasOwn(variables, path.root.variable) ? variables[path.root.variable] : undefined;
}

function readDefinite(segments: readonly Segment[], root: Json): Json | undefined {
  let value: Json | undefined = root;
  for (const segment of segments) {
    if (segment.kind === 'key') value = memberOf(value, segment.key);
    else if (segment.kind === 'index') value = elementOf(value, segment.index);
    if (value === undefined) return undefined;
  }
  return value;
}

function memberOf(value: Json, key: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function elementOf(value: Json, index: number): Json | undefined {
  return Array.isArray(value) ? value.at(index) : undefined;
}

function collect(segment: Segment, value: Json, into: Json[]): void {
  if (value === null || typeof value !== 'object') return;
  switch (segment.kind) {
    case 'key':
      return collectMember(value, segment.key, into);
    case 'index':
      return collectMember(value, segment.index, into);
    case 'union':
      return segment.members.forEach((member) => collectMember(value, member, into));
    case 'all':
      return pushAll(into, Object.values(value));
    case 'filter':
      return pushAll(into, Object.values(value).filter(segment.filter));
    case 'slice':
      return collectSlice(segment, value, into);
    case 'descend':
      return collectDescendants(value, into);
  }
}

function collectMember(value: Json, member: string | number, into: Json[]): void {
  const found = typeof member === 'number' ? elementOf(value, member) : memberOf(value, member);
  if (found !== undefined) into.push(found);
}

function collectSlice(slice: Extract<Segment, { kind: 'slice' }>, value: Json, into: Json[]): void {
  if (!Array.isArray(value)) return;
  const chosen = value.slice(slice.from, slice.to);
  pushAll(
    into,
    chosen.filter((_element, at) => at % slice.step === 0),
  );
}

function collectDescendants(value: Json, into: Json[]): void {
  if (value === null || typeof value !== 'object') return;
  into.push(value);
  for (const member of Object.values(value)) collectDescendants(member, into);
}

function pushAll(into: Json[], values: readonly Json[]): void {
  for (const value of values) into.push(value);
}
