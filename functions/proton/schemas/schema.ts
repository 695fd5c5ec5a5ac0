import type { TemplateKind } from '../templates/record.ts';
import { InvalidYaml, isMapping, type Mapping, member, readYaml, type Value } from '../yaml.ts';

/** A schema file that is none; `message` says what is wrong. */
export class InvalidSchema extends Error {
  override name = 'InvalidSchema';
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

/** Reads schema.yaml. Throws InvalidSchema, in the words of the real service as far as they are known. */
export function readSchema(text: string, kind: TemplateKind): Schema {
  const fault = (reason: string) => new InvalidSchema(`${words[kind]} schema is not valid: ${reason}`);
  const schema = member(parsed(text, fault), 'schema');
  if (!isMapping(schema)) throw fault('Missing property [schema]');
  const version = member(member(schema, 'format'), 'openapi');
  if (version === undefined) throw fault('Missing property [format.openapi]');
  if (typeof version !== 'string' || !/^3\.0\.\d+$/.test(version))
    throw fault('[format.openapi] must be "3.0.0", in quotes');
  const types = member(schema, 'types');
  if (!isMapping(types)) throw fault('Missing property [types]');
  if (nodes(types) > mostNodes) throw fault(`it has more than ${mostNodes} parts`);
  const named = (key: string, camel: string): string => {
    const name = member(schema, key);
    if (typeof name !== 'string' || name === '') throw fault(`Missing property [${camel}]`);
    if (!isMapping(member(types, name))) throw fault(`[${camel}] names the type ${name}, which is not among [types]`);
    return name;
  };
  const main = named(`${kind}_input_type`, `${kind}InputType`);
  const hasPipeline = kind === 'service' && member(schema, 'pipeline_input_type') !== undefined;
  return { main, types, ...(hasPipeline && { pipeline: named('pipeline_input_type', 'pipelineInputType') }) };
}

function parsed(text: string, fault: (reason: string) => InvalidSchema): Value {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof InvalidYaml) throw fault(`it is not valid YAML: ${error.message}`);
    throw error;
  }
}

function nodes(value: Value): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + nodes(one), 1);
  if (!isMapping(value)) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + nodes(one), 1);
}
