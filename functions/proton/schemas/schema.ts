import { type Faults, faultless } from '../faults.ts';
import type { TemplateKind } from '../templates/record.ts';
import { InvalidYaml, isMapping, type Mapping, member, readYaml, type Value } from '../yaml.ts';

/** A schema file that is none; `message` says what is wrong, `place` where: the names that lead to a value, or a place that counts from 1. */
export class InvalidSchema extends Error {
  override name = 'InvalidSchema';
  readonly place: { path?: (string | number)[]; line?: number; column?: number };

  constructor(message: string, place: InvalidSchema['place'] = {}) {
    super(message);
    this.place = place;
  }
}

/** A schema file: its types, and which of them the inputs have. */
export interface Schema {
  main: string;
  pipeline?: string;
  types: Mapping;
}

const words = { environment: 'Environment template', service: 'Service template' } as const;
/** More types and properties than any schema has, and few enough to compile at once. */
const mostNodes = 20_000;

/** Reads schema.yaml. Throws InvalidSchema. */
export const readSchema = (text: string, kind: TemplateKind): Schema => faultless(checkedSchema(text, kind));

/** Reads schema.yaml, and tells what is wrong in the words of the real service as far as they are known. */
export function* checkedSchema(text: string, kind: TemplateKind): Faults<InvalidSchema, Schema | undefined> {
  const fault = (reason: string, place?: InvalidSchema['place']) =>
    new InvalidSchema(`${words[kind]} schema is not valid: ${reason}`, place);
  const file = yield* parsed(text, fault);
  if (file === undefined) return undefined;
  const schema = member(file, 'schema');
  if (!isMapping(schema)) return yield fault('Missing property [schema]');
  const version = member(member(schema, 'format'), 'openapi');
  if (version === undefined) yield fault('Missing property [format.openapi]', { path: ['schema', 'format'] });
  else if (typeof version !== 'string' || !/^3\.0\.\d+$/.test(version))
    yield fault('[format.openapi] must be "3.0.0", in quotes', { path: ['schema', 'format', 'openapi'] });
  const types = member(schema, 'types');
  if (!isMapping(types)) return yield fault('Missing property [types]', { path: ['schema'] });
  if (nodes(types) > mostNodes)
    return yield fault(`it has more than ${mostNodes} parts`, { path: ['schema', 'types'] });
  const main = yield* typeOf(`${kind}_input_type`, schema, fault);
  const hasPipeline = kind === 'service' && member(schema, 'pipeline_input_type') !== undefined;
  const pipeline = hasPipeline ? yield* typeOf('pipeline_input_type', schema, fault) : undefined;
  if (main === undefined) return undefined;
  return { main, types, ...(pipeline !== undefined && { pipeline }) };
}

type Fault = (reason: string, place?: InvalidSchema['place']) => InvalidSchema;

function* typeOf(key: string, schema: Mapping, fault: Fault): Faults<InvalidSchema, string | undefined> {
  const camel = key.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const name = member(schema, key);
  if (typeof name !== 'string' || name === '')
    return yield fault(`Missing property [${camel}]`, { path: ['schema', key] });
  if (isMapping(member(member(schema, 'types'), name))) return name;
  return yield fault(`[${camel}] names the type ${name}, which is not among [types]`, { path: ['schema', key] });
}

function* parsed(text: string, fault: Fault): Faults<InvalidSchema, Value | undefined> {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof InvalidYaml)) throw error;
    return yield fault(`it is not valid YAML: ${error.message}`, error.place);
  }
}

function nodes(value: Value): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + nodes(one), 1);
  if (!isMapping(value)) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + nodes(one), 1);
}
