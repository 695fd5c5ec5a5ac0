import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Path } from '../../functions/ssm/documents/checks/problem.ts';
import { isMap } from '../../functions/ssm/expressions/typed-value.ts';

/** What is wrong with a value of a file, and where it is. */
export class InvalidField extends Error {
  override name = 'InvalidField';
  readonly path: Path;

  constructor(path: Path, problem: string) {
    super(`${placeOf(path) || 'it'} ${problem}`);
    this.path = path;
  }
}

/** A path in words: `aws.ec2.StopInstances[0]`. */
const placeOf = (path: Path): string =>
  path.map((name, index) => (typeof name === 'number' ? `[${name}]` : `${index ? '.' : ''}${name}`)).join('');

/** A value that is read, and where it is; what it is not is an InvalidField. */
export interface Reader {
  value: Json;
  path: Path;
  place: string;
  text(): string;
  oneOf<Word extends string>(words: readonly Word[]): Word;
  /** Its members; any other than the known ones are refused. */
  fields(known: string[]): Fields;
}

/** The members of a map, read by name; an absent one is undefined. */
export interface Fields {
  has(name: string): boolean;
  reader(name: string): Reader;
  value(name: string): Json | undefined;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  object(name: string): JsonObject | undefined;
  /** Epoch milliseconds of an ISO 8601 time. */
  time(name: string, otherwise: string): number;
  map(name: string, known: string[]): Fields | undefined;
  texts(name: string): Record<string, string>;
  each<Value>(name: string, read: (reader: Reader) => Value): Record<string, Value>;
  exactlyOne(one: string, other: string): void;
  missing(name: string): never;
}

/** The members of a value that must be a map. */
export const readFields = (value: Json, path: Path, known: string[]): Fields => reader(value, path).fields(known);

/** What is written once or as a list, as a list. */
export function listOf<Value>({ value, path }: Reader, read: (reader: Reader) => Value): Value[] {
  if (!Array.isArray(value)) return [read(reader(value, path))];
  return value.map((item, index) => read(reader(item, [...path, index])));
}

function reader(value: Json, path: Path): Reader {
  return {
    value,
    path,
    place: placeOf(path),
    text: () => (typeof value === 'string' ? value : refuse(path, 'must be a text')),
    oneOf: (words) => words.find((word) => word === value) ?? refuse(path, `must be ${words.join(' or ')}`),
    fields: (known) => {
      if (!isMap(value)) return refuse(path, 'must be a map');
      const unknown = Object.keys(value).find((name) => !known.includes(name));
      if (unknown !== undefined) refuse([...path, unknown], `is unknown here; known: ${known.join(', ')}`);
      return fieldsOf(value, path);
    },
  };
}

function fieldsOf(map: JsonObject, path: Path): Fields {
  const has = (name: string) => Object.hasOwn(map, name) && map[name] !== null;
  const at = (name: string) => reader(has(name) ? (map[name] ?? null) : null, [...path, name]);
  const kindOf =
    <Value extends Json>(is: (value: Json) => value is Value, kind: string) =>
    (name: string): Value | undefined => {
      if (!has(name)) return undefined;
      const { value } = at(name);
      return is(value) ? value : refuse([...path, name], `must be ${kind}`);
    };
  const object = kindOf(isMap, 'a map');
  const text = kindOf((value) => typeof value === 'string', 'a text');
  const each: Fields['each'] = (name, read) => {
    const names = Object.keys(object(name) ?? {});
    return Object.fromEntries(
      names.map((key) => [key, read(reader(object(name)?.[key] ?? null, [...path, name, key]))]),
    );
  };
  return {
    has,
    reader: at,
    value: (name) => map[name],
    text,
    number: kindOf((value) => typeof value === 'number', 'a number'),
    object,
    time: (name, otherwise) => {
      const time = Date.parse(text(name) ?? otherwise);
      return Number.isNaN(time) ? refuse([...path, name], `must be a time such as ${otherwise}`) : time;
    },
    map: (name, known) => (has(name) ? at(name).fields(known) : undefined),
    texts: (name) => each(name, (one) => one.text()),
    each,
    exactlyOne: (one, other) => {
      if (Object.hasOwn(map, one) === Object.hasOwn(map, other)) refuse(path, `must have ${one} or ${other}`);
    },
    missing: (name) => refuse(path, `must have ${name}`),
  };
}

function refuse(path: Path, problem: string): never {
  throw new InvalidField(path, problem);
}
