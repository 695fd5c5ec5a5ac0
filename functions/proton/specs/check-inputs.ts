import type { Objects } from '../../ports/objects.ts';
import { invalid } from '../errors.ts';
import { versionSchema } from '../schemas/version-schema.ts';
import type { VersionRecord } from '../template-versions/record.ts';
import type { Mapping } from '../yaml.ts';

/** Inputs that are to have a type of a version's schema; `path` is where they stand in the spec. */
export interface GivenInputs {
  inputs: Mapping;
  type: string;
  path: string;
}

/** Throws ValidationException with every rule that the inputs break: path, rule and value. */
export async function checkInputs(version: VersionRecord, given: GivenInputs[], objects: Objects): Promise<void> {
  const { schema, checks } = await versionSchema(version.id, version.kind, objects);
  const faults: string[] = [];
  for (const { inputs, type, path } of given) {
    const { checkFor, inWords } = await import('../schemas/validate.ts');
    const check = checks.get(type) ?? checkFor(schema, type);
    checks.set(type, check);
    faults.push(...check(inputs).map((fault) => inWords(fault, path)));
  }
  if (faults.length > 0) throw invalid(`The spec is not valid: ${faults.slice(0, 10).join('; ')}`);
}
