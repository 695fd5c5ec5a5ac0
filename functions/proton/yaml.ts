import { FAILSAFE_SCHEMA, Type, YAMLException } from 'js-yaml';
import { InvalidTree, type Tree, treeOf } from '../api/json-tree.ts';
import { loadYaml } from '../api/yaml.ts';
import { Float } from './jinja/index.ts';

/** A value of YAML as templates see it: whole numbers are numbers (bigints where they must be), `Float` is written with a point. */
export type Value = Tree<Leaf>;
type Leaf = null | boolean | number | bigint | string | Float;

/** Text that is no YAML, or more than a template bundle may hold; `message` says where, `reason` does not. */
export class InvalidYaml extends Error {
  override name = 'InvalidYaml';
  readonly reason: string;
  /** Both count from 1; undefined where it is about the whole. */
  readonly place: { line: number; column: number } | undefined;

  constructor(reason: string, place?: { line: number; column: number }) {
    super(place ? `${reason} (line ${place.line}, column ${place.column})` : reason);
    this.reason = reason;
    this.place = place;
  }
}

const scalar = <Made>(tag: string, pattern: RegExp, construct: (text: string) => Made): Type =>
  new Type(`tag:yaml.org,2002:${tag}`, {
    kind: 'scalar',
    resolve: (text: unknown) => pattern.test(typeof text === 'string' ? text : ''),
    construct,
  });

const isTrue = (text: string) => /^(yes|true|on)$/i.test(text);

function whole(text: string): number | bigint {
  const digits = text.replaceAll('_', '').replace(/^\+/, '');
  const sign = digits.startsWith('-') ? -1n : 1n;
  const size = digits.replace('-', '').replace(/^0(?=[0-7]+$)/, '0o');
  const value = sign * BigInt(size);
  return BigInt(Number.MIN_SAFE_INTEGER) <= value && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** YAML 1.1 as PyYAML reads it, but that times and dates stay text and there are no numbers in base 60. */
const schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar('null', /^(~|null|Null|NULL|)$/, () => null),
    scalar('bool', /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/, isTrue),
    scalar('int', /^[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$/, whole),
    scalar(
      'float',
      /^[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)([eE][-+][0-9]+)?$/,
      (text) => new Float(Number(text.replaceAll('_', ''))),
    ),
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: unknown) => text === '<<' }),
  ],
});

const isLeaf = (value: unknown): value is Leaf =>
  value === null || value instanceof Float || ['boolean', 'number', 'bigint', 'string'].includes(typeof value);

/** The value of a YAML text of at most so many characters. Throws InvalidYaml. */
export function readYaml(text: string, mostCharacters = 2_100_000): Value {
  try {
    return treeOf(loadYaml(text, schema, mostCharacters), isLeaf, mostCharacters);
  } catch (error) {
    if (error instanceof InvalidTree) throw new InvalidYaml(error.message);
    if (error instanceof YAMLException) throw malformed(error);
    throw error;
  }
}

function malformed({ reason, mark }: YAMLException): InvalidYaml {
  // The types promise a mark, the parser does not always give one.
  const place = mark as YAMLException['mark'] | undefined;
  return new InvalidYaml(reason, place && { line: place.line + 1, column: place.column + 1 });
}

/** A map of YAML. */
export type Mapping = { [member: string]: Value };

export const isMapping = (value: Value | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);

/** The member of a map that is its own; undefined for anything else. */
export const member = (value: Value | undefined, name: string): Value | undefined =>
  isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** A value with JavaScript's numbers only, as JSON has them. */
export function plain(value: Value): Tree<null | boolean | number | string> {
  if (value instanceof Float) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
