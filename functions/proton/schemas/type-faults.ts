import { checkPattern, InvalidPattern } from '../../api/patterns/pattern.ts';
import type { Faults } from '../faults.ts';
import { isMapping, member, type Value } from '../yaml.ts';
import { jsonSchema } from './json-schema.ts';
import { keywordErrors } from './keyword-errors.ts';
import { InvalidSchema, type Schema } from './schema.ts';
import { checkFor, namesIn } from './validate.ts';

type Path = (string | number)[];

/** All that is wrong with the types of a schema. */
export function* typeFaults(schema: Schema): Faults<InvalidSchema> {
  const top = ['schema', 'types'];
  let isSound = true;
  for (const fault of [...keywordFaults(schema), ...patternFaults(schema.types, top)]) {
    isSound = false;
    yield fault;
  }
  if (isSound) yield* compilationFaults(schema);
}

/** Each place once. */
function keywordFaults({ types, main }: Schema): InvalidSchema[] {
  const faults = new Map<string, InvalidSchema>();
  for (const { instancePath, message = 'is not valid' } of keywordErrors(jsonSchema(types, main))) {
    const [, ...path] = namesIn(instancePath);
    const place = faults.has(instancePath) ? undefined : ['schema', 'types', ...path];
    if (place) faults.set(instancePath, new InvalidSchema(`${place.join('.')} ${message}`, { path: place }));
  }
  return [...faults.values()];
}

/** Members that hold values, not types. */
const values = new Set(['default', 'example', 'enum']);

function patternFaults(value: Value, path: Path): InvalidSchema[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => patternFaults(one, [...path, at]));
  if (!isMapping(value)) return [];
  const reason = reasonAgainst(member(value, 'pattern'));
  const place = [...path, 'pattern'];
  const own = reason === undefined ? [] : [new InvalidSchema(`${place.join('.')} ${reason}`, { path: place })];
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, one]) => (values.has(name) ? [] : patternFaults(one, [...path, name]))),
  ];
}

function reasonAgainst(pattern: Value | undefined): string | undefined {
  try {
    if (typeof pattern === 'string') checkPattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidPattern) return `${JSON.stringify(pattern)}: ${error.message}`;
    throw error;
  }
}

/** What only shows when all is put together, such as a `$ref` to a type that there is not. */
function* compilationFaults(schema: Schema): Faults<InvalidSchema> {
  const inputs = [schema.main, ...(schema.pipeline === undefined ? [] : [schema.pipeline])];
  for (const name of inputs) {
    const message = reasonNotToCompile(schema, name);
    if (message !== undefined) yield new InvalidSchema(message, { path: ['schema', 'types', name] });
  }
}

function reasonNotToCompile(schema: Schema, name: string): string | undefined {
  try {
    checkFor(schema, name);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidSchema) return error.message;
    throw error;
  }
}
