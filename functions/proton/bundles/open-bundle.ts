import { type Faults, faultless } from '../faults.ts';
import type { Schema } from '../schemas/schema.ts';
import type { Parts } from '../template-versions/record.ts';
import type { TemplateKind } from '../templates/record.ts';
import { type Files, readArchive } from './archive.ts';
import { BundleError } from './bundle-error.ts';
import { checkTemplates } from './check-templates.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { readSchemaFile, type SchemaFile } from './schema-file.ts';
import { largestFile, textOf } from './text-of.ts';

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
  /** The manifest's path in the bundle. */
  manifestFile: string;
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

const mostFiles = 500;

/** The folders of a kind. */
const folders = {
  environment: { main: 'infrastructure', pipeline: undefined },
  service: { main: 'instance_infrastructure', pipeline: 'pipeline_infrastructure' },
} as const;

/** Opens a bundle and checks all that §"registering and publishing" of the guide names. Throws BundleError for the first fault. */
export const openBundle = async (body: Uint8Array, of: BundleKind): Promise<Bundle> =>
  faultless(checkedBundle(rooted(await readArchive(body)), of));

/** Reads the files of a bundle, and tells all that is wrong with them. */
export function* checkedBundle(files: Files, of: BundleKind): Faults<BundleError, Bundle | undefined> {
  const ofSchema = yield* readSchemaFile(files, of);
  const { main: mainFolder, pipeline: pipelineFolder } = folders[of.kind];
  const isUnprovisioned = of.kind === 'environment' && of.isCustomerManaged;
  if (isUnprovisioned && hasFolder(files, mainFolder))
    yield new BundleError(`${mainFolder}/: the template is CUSTOMER_MANAGED, so its bundle must hold a schema only.`);
  const main = isUnprovisioned ? undefined : yield* checkedPart(files, mainFolder);
  const isPiped =
    pipelineFolder !== undefined && (yield* hasPipeline(files, { ...of, folder: pipelineFolder, ofSchema }));
  const pipeline = isPiped ? yield* checkedPart(files, pipelineFolder) : undefined;
  if (!ofSchema) return undefined;
  const { schema, schemaText } = ofSchema;
  return { schema, schemaText, ...(main && { main }), ...(pipeline && { pipeline }) };
}

/** One folder of a bundle that was checked before. */
export const openPart = async (body: Uint8Array, folder: string): Promise<Infrastructure> =>
  faultless(infrastructure(rooted(await readArchive(body)), folder));

/** What the record of a version keeps of its bundle. */
export const partsOf = ({ schema, main, pipeline }: Bundle): Parts => ({
  main: { engine: main?.manifest.engine ?? 'none', inputType: schema.main },
  ...(pipeline && schema.pipeline && { pipeline: { engine: pipeline.manifest.engine, inputType: schema.pipeline } }),
});

/** The files below the bundle's root: the archive's own or its only folder. */
export function rooted(files: Files): Files {
  const tops = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  const [top = ''] = tops;
  const isNested = tops.size === 1 && [...files.keys()].every((path) => path.includes('/')) && top !== 'schema';
  if (!isNested || hasFolder(files, 'schema')) return files;
  return new Map([...files].map(([path, body]) => [path.slice(top.length + 1), body]));
}

export const hasFolder = (files: Files, folder: string): boolean =>
  [...files.keys()].some((path) => path.startsWith(`${folder}/`));

interface PipelineFolder extends BundleKind {
  folder: string;
  ofSchema: SchemaFile | undefined;
}

/** Whether a service's bundle has a pipeline; where it must have none, or is to have one and has half of it, that is told. */
function* hasPipeline(
  files: Files,
  { folder, isCustomerManaged, ofSchema }: PipelineFolder,
): Faults<BundleError, boolean> {
  const isThere = hasFolder(files, folder);
  const { file = 'schema/schema.yaml' } = ofSchema ?? {};
  const managed = "the template's pipeline is CUSTOMER_MANAGED, so";
  if (isCustomerManaged && isThere) yield new BundleError(`${folder}/: ${managed} its bundle must hold none.`);
  if (isCustomerManaged && ofSchema?.namesPipeline)
    yield new BundleError(`${managed} the schema must have no pipeline_input_type.`, {
      file,
      path: ['schema', 'pipeline_input_type'],
    });
  if (isCustomerManaged) return false;
  if (ofSchema?.namesPipeline === false)
    yield new BundleError('Service template schema is not valid: Missing property [pipelineInputType]', {
      file,
      path: ['schema'],
    });
  if (!isThere && ofSchema?.namesPipeline)
    yield new BundleError(`${folder}/ is missing from the bundle, but the schema has a pipeline_input_type.`);
  return isThere;
}

function* checkedPart(files: Files, folder: string): Faults<BundleError, Infrastructure | undefined> {
  const part = yield* infrastructure(files, folder);
  if (part) yield* checkTemplates(part);
  return part;
}

function* infrastructure(files: Files, folder: string): Faults<BundleError, Infrastructure | undefined> {
  if (!hasFolder(files, folder)) return yield new BundleError(`${folder}/ is missing from the bundle.`);
  const own = [...files].filter(([one]) => one.startsWith(`${folder}/`));
  if (own.length > mostFiles)
    yield new BundleError(`${folder}/ has ${own.length} files; at most ${mostFiles} are allowed.`);
  const manifestFile = [`${folder}/manifest.yaml`, `${folder}/manifest.yml`].find((one) => files.has(one));
  for (const [file, { length }] of own)
    if (length > largestFile && file !== manifestFile)
      yield new BundleError(`it has ${length} bytes; at most ${largestFile} are allowed.`, { file });
  if (manifestFile === undefined) return yield new BundleError(`${folder}/manifest.yaml is missing from the bundle.`);
  const text = yield* textOf(files, manifestFile);
  const manifest = text === undefined ? undefined : yield* readManifest(text, manifestFile);
  const named = own.map(([one, body]) => [one.slice(folder.length + 1), body] as const);
  return manifest && { folder, manifest, manifestFile, files: new Map(named) };
}
