import { examined, type Faults } from '../faults.ts';
import { checkedSchema, InvalidSchema, type Schema } from '../schemas/schema.ts';
import { typeFaults } from '../schemas/type-faults.ts';
import { isMapping, member } from '../yaml.ts';
import type { Files } from './archive.ts';
import { BundleError } from './bundle-error.ts';
import type { BundleKind } from './open-bundle.ts';
import { textOf } from './text-of.ts';

/** The schema of a bundle, its text and the file's path. */
export interface SchemaFile {
  schema: Schema;
  schemaText: string;
  file: string;
  /** Whether it says something of a pipeline, right or wrong. */
  namesPipeline: boolean;
}

/** Reads and checks a bundle's schema. */
export function* readSchemaFile(files: Files, of: BundleKind): Faults<BundleError, SchemaFile | undefined> {
  const file = ['schema/schema.yaml', 'schema/schema.yml'].find((one) => files.has(one));
  if (file === undefined) return yield new BundleError('schema/schema.yaml is missing from the bundle.');
  const schemaText = yield* textOf(files, file);
  if (schemaText === undefined) return undefined;
  const { value: schema, faults } = examined(checkedSchema(schemaText, of.kind));
  const typesToo = schema ? [...typeFaults(schema), ...customerManagedFaults(schema, of)] : [];
  for (const { message, place } of [...faults, ...typesToo]) yield new BundleError(message, { file, ...place });
  return (
    schema && { schema, schemaText, file, namesPipeline: schema.pipeline !== undefined || faults.some(isOfPipeline) }
  );
}

const isOfPipeline = ({ place: { path = [] } }: InvalidSchema): boolean => path.at(-1) === 'pipeline_input_type';

/** The inputs of a customer-managed environment become its outputs. */
function* customerManagedFaults(
  { main, types }: Schema,
  { kind, isCustomerManaged }: BundleKind,
): Faults<InvalidSchema> {
  const properties = member(member(types, main), 'properties');
  if (kind !== 'environment' || !isCustomerManaged || !isMapping(properties)) return;
  for (const [name, property] of Object.entries(properties)) {
    const path = ['schema', 'types', main, 'properties', name];
    const rule = 'of a CUSTOMER_MANAGED template';
    if (member(property, 'type') !== 'string')
      yield new InvalidSchema(`${main}.${name}: properties ${rule} must be of type string`, { path });
    if (member(property, 'default') !== undefined)
      yield new InvalidSchema(`${main}.${name}: properties ${rule} must have no default`, {
        path: [...path, 'default'],
      });
  }
}
