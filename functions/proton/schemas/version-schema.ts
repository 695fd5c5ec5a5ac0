import type { Objects } from '../../ports/objects.ts';
import { recentlyUsedOf } from '../../ports/recently-used.ts';
import { storedSchema } from '../bundles/stored-bundle.ts';
import type { TemplateKind } from '../templates/record.ts';
import { readSchema, type Schema } from './schema.ts';
import type { Check } from './validate.ts';

/** The schema of a registered version, and the checks of its types as far as they were needed. */
interface VersionSchema {
  schema: Schema;
  checks: Map<string, Check>;
}

// A version's schema never changes, and its id is never given again.
const known = recentlyUsedOf<VersionSchema>(100);

/** The schema of a registered version of a template of a kind, by the version's id. */
export async function versionSchema(id: string, kind: TemplateKind, objects: Objects): Promise<VersionSchema> {
  const before = known(objects).get(id);
  if (before) return before;
  const text = await storedSchema(objects, id);
  if (text === undefined) throw new Error(`The schema of template version ${id} is gone.`);
  return known(objects).set(id, { schema: readSchema(text, kind), checks: new Map() });
}
