import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SCHEMA, load, Type } from 'js-yaml';

/** The parts of serverless.yml that tests look at; CloudFormation's tags (`!Ref`) are read as their bare values. */
export interface Template {
  provider: { environment: Record<string, unknown> };
  functions: Record<string, { handler: string }>;
  resources: { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
}

/** The project's serverless.yml. */
export function template(): Template {
  const kinds = ['scalar', 'sequence', 'mapping'] as const;
  const schema = DEFAULT_SCHEMA.extend(kinds.map((kind) => new Type('!', { kind, multi: true })));
  return load(readFileSync(join(import.meta.dirname, '../serverless.yml'), 'utf8'), { schema }) as Template;
}
