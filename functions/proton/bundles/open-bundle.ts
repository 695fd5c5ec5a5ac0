import type { TemplateKind } from '../templates/record.ts';
import type { Parts } from '../template-versions/record.ts';
import { readSchema, InvalidSchema, type Schema } from '../schemas/schema.ts';
import { checkFor } from '../schemas/validate.ts';
import { isMapping, member } from '../yaml.ts';
import { type Files, readArchive } from './archive.ts';
import { BundleError } from './bundle-error.ts';
import { checkTemplates } from './check-templates.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** What a bundle is for. */
export interface BundleKind {
  kind: TemplateKind;
  /** An environment, or a pipeline, that Proton does not provision. */
  isCustomerManaged: boolean;
}

/** One folder of files with its manifest. */
export interface Infrastructure {
  folder: string;
  manifest: Manifest;
  /** By their paths in the folder. */
  files: Files;
}

/** A bundle that passed the checks. */
export interface Bundle {
  schemaText: string;
  schema: Schema;
  main?: Infrastructure;
  pipeline?: Infrastructure;
}

const largestFile = 2 * 1024 * 1024;
const mostFiles = 500;

/** The folders of a kind. */
const folders = {
  environment: { main: 'infrastructure', pipeline: undefined },
  service: { main: 'instance_infrastructure', pipeline: 'pipeline_infrastructure' },
} as const;

/** Opens a bundle and checks all that §"registering and publishing" of the guide names. Throws BundleError. */
export async function openBundle(body: Uint8Array, of: BundleKind): Promise<Bundle> {
  const files = rooted(await readArchive(body));
  const { schema, schemaText } = schemaOf(files, of);
  const { main: mainFolder, pipeline: pipelineFolder } = folders[of.kind];
  const isUnprovisioned = of.kind === 'environment' && of.isCustomerManaged;
  if (isUnprovisioned && hasFolder(files, mainFolder))
    throw new BundleError(`${mainFolder}/: the template is CUSTOMER_MANAGED, so its bundle must hold a schema only.`);
  const bundle: Bundle = { schemaText, schema };
  if (!isUnprovisioned) bundle.main = infrastructure(files, mainFolder);
  const pipeline = pipelineFolder && pipelineOf(files, { schema, of, folder: pipelineFolder });
  if (pipeline) bundle.pipeline = pipeline;
  for (const one of [bundle.main, bundle.pipeline]) if (one) checkTemplates(one);
  return bundle;
}

/** One folder of a bundle that was checked before. */
export const openPart = async (body: Uint8Array, folder: string): Promise<Infrastructure> =>
  infrastructure(rooted(await readArchive(body)), folder);

/** What the record of a version keeps of its bundle. */
export const partsOf = ({ schema, main, pipeline }: Bundle): Parts => ({
  main: { engine: main?.manifest.engine ?? 'none', inputType: schema.main },
  ...(pipeline && schema.pipeline && { pipeline: { engine: pipeline.manifest.engine, inputType: schema.pipeline } }),
});

/** The files below the bundle's root: the archive's own or its only folder. */
function rooted(files: Files): Files {
  const tops = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  const [top = ''] = tops;
  const isNested = tops.size === 1 && [...files.keys()].every((path) => path.includes('/')) && top !== 'schema';
  if (!isNested || hasFolder(files, 'schema')) return files;
  return new Map([...files].map(([path, body]) => [path.slice(top.length + 1), body]));
}

const hasFolder = (files: Files, folder: string): boolean =>
  [...files.keys()].some((path) => path.startsWith(`${folder}/`));

function schemaOf(files: Files, { kind, isCustomerManaged }: BundleKind): { schema: Schema; schemaText: string } {
  const path = ['schema/schema.yaml', 'schema/schema.yml'].find((one) => files.has(one));
  if (path === undefined) throw new BundleError('schema/schema.yaml is missing from the bundle.');
  const schemaText = textOf(files, path);
  try {
    const schema = readSchema(schemaText, kind);
    checkFor(schema, schema.main);
    if (schema.pipeline !== undefined) checkFor(schema, schema.pipeline);
    if (kind === 'environment' && isCustomerManaged) checkStringsOnly(schema);
    return { schema, schemaText };
  } catch (error) {
    if (error instanceof InvalidSchema) throw new BundleError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The inputs of a customer-managed environment become its outputs. */
function checkStringsOnly({ main, types }: Schema): void {
  const properties = member(member(types, main), 'properties');
  if (!isMapping(properties)) return;
  for (const [name, property] of Object.entries(properties)) {
    const given = member(property, 'type');
    const preset = member(property, 'default');
    const rule = 'of a CUSTOMER_MANAGED template';
    if (given !== 'string') throw new InvalidSchema(`${main}.${name}: properties ${rule} must be of type string`);
    if (preset !== undefined) throw new InvalidSchema(`${main}.${name}: properties ${rule} must have no default`);
  }
}

function pipelineOf(
  files: Files,
  { schema, of, folder }: { schema: Schema; of: BundleKind; folder: string },
): Infrastructure | undefined {
  const isThere = hasFolder(files, folder);
  if (of.isCustomerManaged) {
    if (isThere)
      throw new BundleError(`${folder}/: the template's pipeline is CUSTOMER_MANAGED, so its bundle must hold none.`);
    if (schema.pipeline !== undefined)
      throw new BundleError(
        "schema/schema.yaml: the template's pipeline is CUSTOMER_MANAGED, so the schema must have no pipeline_input_type.",
      );
    return undefined;
  }
  if (schema.pipeline === undefined)
    throw new BundleError(
      'schema/schema.yaml: Service template schema is not valid: Missing property [pipelineInputType]',
    );
  if (!isThere)
    throw new BundleError(`${folder}/ is missing from the bundle, but the schema has a pipeline_input_type.`);
  return infrastructure(files, folder);
}

function infrastructure(files: Files, folder: string): Infrastructure {
  if (!hasFolder(files, folder)) throw new BundleError(`${folder}/ is missing from the bundle.`);
  const path = [`${folder}/manifest.yaml`, `${folder}/manifest.yml`].find((one) => files.has(one));
  if (path === undefined) throw new BundleError(`${folder}/manifest.yaml is missing from the bundle.`);
  const manifest = readManifest(textOf(files, path), path);
  const own = [...files].filter(([one]) => one.startsWith(`${folder}/`));
  if (own.length > mostFiles)
    throw new BundleError(`${folder}/ has ${own.length} files; at most ${mostFiles} are allowed.`);
  for (const [one, { length }] of own)
    if (length > largestFile) throw new BundleError(`${one} has ${length} bytes; at most ${largestFile} are allowed.`);
  return { folder, manifest, files: new Map(own.map(([one, body]) => [one.slice(folder.length + 1), body])) };
}

function textOf(files: Files, path: string): string {
  const body = files.get(path) ?? Buffer.alloc(0);
  if (body.length > largestFile)
    throw new BundleError(`${path} has ${body.length} bytes; at most ${largestFile} are allowed.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new BundleError(`${path} is not text in UTF-8.`);
  }
}
