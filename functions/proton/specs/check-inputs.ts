import { recentlyUsedOf } from '../../ports/recently-used.ts';
import type { Objects } from '../../ports/objects.ts';
import { storedSchema } from '../bundles/stored-bundle.ts';
import { invalid } from '../errors.ts';
import { readSchema, type Schema } from '../schemas/schema.ts';
import type { Check } from '../schemas/validate.ts';
import type { VersionRecord } from '../template-versions/record.ts';
import type { Mapping } from '../yaml.ts';

/** What a registered version asks of inputs. */
interface Known {
  schema: Schema;
  checks: Map<string, Check>;
}

// A version's schema never changes, and its id is never given again.
const known = recentlyUsedOf<Known>(100);

/** The schema of a registered version. */
export const schemaOf = async (version: VersionRecord, objects: Objects): Promise<Schema> =>
  (await knownOf(version, objects)).schema;

/** Inputs that are to have a type of a version's schema; `path` is where they stand in the spec. */
export interface GivenInputs {
  inputs: Mapping;
  type: string;
  path: string;
}

/** Throws ValidationException with every rule that the inputs break: path, rule and value. */
export async function checkInputs(version: VersionRecord, given: GivenInputs[], objects: Objects): Promise<void> {
  const { schema, checks } = await knownOf(version, objects);
  const faults: string[] = [];
  for (const { inputs, type, path } of given) {
    const { checkFor, inWords } = await import('../schemas/validate.ts');
    const check = checks.get(type) ?? checkFor(schema, type);
    checks.set(type, check);
    faults.push(...check(inputs).map((fault) => inWords(fault, path)));
  }
  if (faults.length > 0) throw invalid(`The spec is not valid: ${faults.slice(0, 10).join('; ')}`);
}

async function knownOf({ id, kind }: VersionRecord, objects: Objects): Promise<Known> {
  const before = known(objects).get(id);
  if (before) return before;
  const text = await storedSchema(objects, id);
  if (text === undefined) throw new Error(`The schema of template version ${id} is gone.`);
  return known(objects).set(id, { schema: readSchema(text, kind), checks: new Map() });
}
