import type { Files } from '../../functions/proton/bundles/archive.ts';
import { BundleError } from '../../functions/proton/bundles/bundle-error.ts';
import { type Bundle, type BundleKind, checkedBundle, hasFolder } from '../../functions/proton/bundles/open-bundle.ts';
import { examined } from '../../functions/proton/faults.ts';
import { InvalidYaml, member, readYaml, type Value } from '../../functions/proton/yaml.ts';
import { positionsIn } from '../positions.ts';
import { readBundle } from './bundle-file.ts';

/** Something wrong in a file; line and column count from 1. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** A bundle as registration would find it: what it is for, what it holds as far as it can be read, and all that is wrong. */
export interface ExaminedBundle extends BundleKind {
  bundle: Bundle | undefined;
  problems: Problem[];
}

/** Examines a folder or a .tar.gz. */
export async function examineBundle(path: string): Promise<ExaminedBundle> {
  try {
    return examineFiles(await readBundle(path), path);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const problems = [problemOf(error, new Map(), path)];
    return { kind: 'environment', isCustomerManaged: false, bundle: undefined, problems };
  }
}

function examineFiles(files: Files, path: string): ExaminedBundle {
  const of = kindOf(files);
  const { value: bundle, faults } = examined(checkedBundle(files, of));
  return { ...of, bundle, problems: faults.map((fault) => problemOf(fault, files, path)) };
}

/** What a bundle is for, by its folders and its schema: where nothing is to be provisioned, the template is to be CUSTOMER_MANAGED. */
function kindOf(files: Files): BundleKind {
  const schema = schemaIn(files);
  const isService =
    ['instance_infrastructure', 'pipeline_infrastructure'].some((folder) => hasFolder(files, folder)) ||
    (!hasFolder(files, 'infrastructure') && member(schema, 'service_input_type') !== undefined);
  if (!isService) return { kind: 'environment', isCustomerManaged: !hasFolder(files, 'infrastructure') };
  const isPiped = hasFolder(files, 'pipeline_infrastructure') || member(schema, 'pipeline_input_type') !== undefined;
  return { kind: 'service', isCustomerManaged: !isPiped };
}

function schemaIn(files: Files): Value | undefined {
  const text = files.get('schema/schema.yaml') ?? files.get('schema/schema.yml');
  try {
    return member(readYaml(text?.toString() ?? ''), 'schema');
  } catch (error) {
    if (error instanceof InvalidYaml) return undefined;
    throw error;
  }
}

function problemOf({ message, reason, place }: BundleError, files: Files, path: string): Problem {
  if (!place) return { file: path, line: 1, column: 1, message };
  const { line, column = 1 } = place;
  const text = files.get(place.file)?.toString() ?? '';
  const at = line === undefined ? positionsIn(text)(place.path ?? []) : { line, column };
  return { file: `${path}/${place.file}`, ...at, message: reason };
}
