import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { texts } from './documents.ts';
import type { Malformed, World } from './request.ts';
import { perhapsUnsigned, signed } from './signed.ts';
import { brokenBody, odd, perhapsWounded, value } from './values.ts';

interface Shape {
  type: string;
  members?: Record<string, { shape: string }>;
  required?: string[];
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
}

interface Contract {
  targetPrefix: string;
  jsonVersion: string;
  signingName: string;
  operations: Record<string, { input?: string }>;
  shapes: Record<string, Shape>;
}

/** Where a value stands: its shape, its member's name, how deep it is. */
interface Place {
  name: string;
  member: string;
  depth: number;
}

const deepest = 7;

/** Inputs that are nearly right, so that what is wrong stands anywhere in them, by the shapes of a contract. */
class Inputs {
  readonly #shapes: Contract['shapes'];
  readonly #names: string[];

  constructor(shapes: Contract['shapes'], names: string[]) {
    this.#shapes = shapes;
    this.#names = names;
  }

  of({ name, member, depth }: Place): fc.Arbitrary<unknown> {
    const shape = this.#shapes[name];
    if (!shape || depth > deepest) return odd;
    const right = this.#right(shape, { name, member, depth });
    return fc.oneof({ weight: 80, arbitrary: right }, { weight: 1, arbitrary: odd }, { weight: 1, arbitrary: value });
  }

  #right(shape: Shape, place: Place): fc.Arbitrary<unknown> {
    if (shape.type === 'structure') return this.#structure(shape, place);
    if (shape.type === 'list') return fc.array(this.#inner(shape.member, place), { maxLength: 4 });
    if (shape.type === 'map')
      return fc.dictionary(this.#inner(shape.key, place).map(keyFrom), this.#inner(shape.value, place), { maxKeys: 3 });
    if (shape.type === 'boolean') return fc.boolean();
    if (shape.type === 'string') return this.#text(shape, place);
    return numberOf(shape);
  }

  #inner(inner: { shape: string } | undefined, { member, depth }: Place): fc.Arbitrary<unknown> {
    return this.of({ name: inner?.shape ?? '', member, depth: depth + 1 });
  }

  /** What is required is nearly always there, the rest now and then. */
  #structure({ members = {}, required = [] }: Shape, { depth }: Place): fc.Arbitrary<unknown> {
    const model = Object.entries(members).map(([member, { shape }]) => {
      const present = this.of({ name: shape, member, depth: depth + 1 });
      const freq = required.includes(member) ? 30 : depth < 2 ? 2 : 4;
      return [member, fc.option(present, { nil: undefined, freq })] as const;
    });
    return fc.record(Object.fromEntries(model));
  }

  #text(shape: Shape, { member }: Place): fc.Arbitrary<unknown> {
    if (shape.enum) return fc.constantFrom(...shape.enum);
    const known = fc.constantFrom(...this.#names);
    const made = texts[member];
    if (made) return fc.oneof({ weight: 4, arbitrary: made }, { weight: 1, arbitrary: known });
    const kinds = [
      { weight: 4, arbitrary: known },
      { weight: 3, arbitrary: matching(shape) },
    ];
    return fc.oneof(...kinds, { weight: 1, arbitrary: known.chain((text) => perhapsWounded(text, 1)) });
  }
}

function matching({ pattern, min = 0, max = 40 }: Shape): fc.Arbitrary<string> {
  const longest = Math.min(max, 200);
  const plain = fc.string({ unit: 'grapheme', minLength: Math.min(min, longest), maxLength: longest });
  if (!pattern || /\(\?/.test(pattern)) return plain;
  return fc.stringMatching(new RegExp(pattern), { size: 'small' });
}

const keyFrom = (made: unknown): string => (typeof made === 'string' ? made : (JSON.stringify(made) ?? ''));

const numberOf = ({ min = 0, max = 2 ** 31 }: Shape): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min, max: Math.max(min, Math.min(max, min + 100)) }),
    fc.constantFrom(min - 1, max, max + 1, 0.5),
  );

const paths = [...Array<string>(20).fill('/'), '//', '/%2e%2e/', '/?Action=x'];

/** Requests in AWS JSON to the operations of a contract. */
export function awsJson(name: string): (world: World) => fc.Arbitrary<Malformed> {
  const file = join(import.meta.dirname, `../../../contracts/${name}.json`);
  const contract = JSON.parse(readFileSync(file, 'utf8')) as Contract;
  const { targetPrefix: prefix, jsonVersion: version, signingName: service, operations, shapes } = contract;
  const types = [
    `application/x-amz-json-${version}`,
    'application/x-amz-json-1.1',
    'text/plain',
    '',
    'application/json; charset=latin1',
  ];
  return ({ keys, names }) => {
    const inputs = new Inputs(shapes, names);
    const known = Object.entries(operations).map(([operation, { input = '' }]) => {
      const right = inputs.of({ name: input, member: '', depth: 0 }).map((made) => JSON.stringify(made) ?? '');
      return fc.tuple(
        fc.constant(operation),
        fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: brokenBody }),
      );
    });
    const unknown = fc.tuple(fc.stringMatching(/^[\w.-]{0,40}$/), brokenBody);
    return fc
      .tuple(
        fc.oneof({ weight: 1, arbitrary: unknown }, ...known.map((arbitrary) => ({ weight: 1, arbitrary }))),
        fc.constantFrom(...paths, `/${service}/`, `/${service}`),
        fc.constantFrom(...types),
      )
      .map(([[operation, body], path, type]) =>
        signed(
          { method: 'POST', path, headers: { 'content-type': type, 'x-amz-target': `${prefix}.${operation}` }, body },
          { service },
          keys,
        ),
      )
      .chain(perhapsUnsigned);
  };
}
