import type { JsonObject } from '../../ports/json.ts';
import type { CodeBuildManifest } from '../../ports/provisioner.ts';
import type { Ports } from '../../ports/ports.ts';
import { recentlyUsed, recentlyUsedOf } from '../../ports/recently-used.ts';
import { type Infrastructure, openPart } from '../bundles/open-bundle.ts';
import { storedBundle } from '../bundles/stored-bundle.ts';
import { partOfSource, sourceOf } from '../components/source.ts';
import type { Deployable, Goal } from '../deployments/record.ts';
import { compile, JinjaError, type Template } from '../jinja/index.ts';
import { isMapping, type Mapping, plain, type Value } from '../yaml.ts';

/** A template that cannot be rendered with what it is given; `message` names file, line and reason. */
export class RenderFailure extends Error {
  override name = 'RenderFailure';
  readonly reason: string;
  readonly place: { file: string; line: number; column: number };

  constructor(reason: string, place: RenderFailure['place']) {
    super(`Rendering failed: ${place.file}, line ${place.line}, column ${place.column}: ${reason}`);
    this.reason = reason;
    this.place = place;
  }
}

/** What came of rendering: the texts of the files, CodeBuild's settings, and the variables. It is kept with the deployment. */
export interface Rendered {
  files: Record<string, string>;
  manifest?: CodeBuildManifest;
  inputs: JsonObject;
}

/** The folder of a bundle that each is made of; a component is a file of its own. */
const folders = {
  ENVIRONMENT: 'infrastructure',
  SERVICE_INSTANCE: 'instance_infrastructure',
  SERVICE_PIPELINE: 'pipeline_infrastructure',
} as const;

const parts = recentlyUsedOf<Infrastructure>(4);
const templates = recentlyUsed<Template>(64);

/** The folder of a version's bundle that a resource is made of. */
export async function partOf(
  { type }: Pick<Deployable, 'type'>,
  { versionId, specId }: Goal,
  { objects, store }: Pick<Ports, 'objects' | 'store'>,
): Promise<Infrastructure> {
  if (type === 'COMPONENT') return partOfSource(await sourceOf(store, specId));
  const name = `${versionId}/${folders[type]}`;
  const known = parts(objects);
  return known.get(name) ?? known.set(name, await openPart(await storedBundle(objects, versionId), folders[type]));
}

/** Renders what a deployment is made of. Throws RenderFailure. */
export async function render(
  resource: Pick<Deployable, 'type'>,
  goal: Goal,
  { context, ...ports }: { context: Mapping } & Pick<Ports, 'objects' | 'store'>,
): Promise<Rendered> {
  // Terraform takes its files as they are.
  if (goal.engine === 'none' || goal.engine === 'terraform') return { files: {}, inputs: plain(context) as JsonObject };
  return renderPart(await partOf(resource, goal, ports), context, goal.versionId);
}

/** Renders a folder of a bundle with its variables; templates are remembered by the bundle's id. Throws RenderFailure. */
export function renderPart(part: Infrastructure, context: Mapping, id: string): Rendered {
  const { engine, file = '', settings } = part.manifest;
  const inputs = plain(context) as JsonObject;
  const text = (source: string, path: string): string =>
    rendered(source, { path, versionId: id, folder: part.folder, context });
  if (engine === 'cloudformation') {
    const path = file.replace(/^\.\//, '');
    return { files: { [path]: text(part.files.get(path)?.toString() ?? '', path) }, inputs };
  }
  if (engine === 'codebuild') return { files: {}, manifest: manifestOf(settings ?? {}, text), inputs };
  return { files: {}, inputs };
}

function rendered(
  source: string,
  { path, versionId, folder, context }: { path: string; versionId: string; folder: string; context: Mapping },
): string {
  const name = `${versionId}/${folder}/${path}`;
  try {
    // A command line has no name of its own, so its text is its name.
    const template = templates.get(`${name}\n${source}`) ?? templates.set(`${name}\n${source}`, compile(source));
    return template.render(context);
  } catch (error) {
    if (!(error instanceof JinjaError)) throw error;
    const { type, message, line, column } = error;
    throw new RenderFailure(`${type}: ${message}`, { file: `${folder}/${path}`, line, column });
  }
}

type Text = (source: string, path: string) => string;

const path = 'manifest.yaml';

function manifestOf(settings: Mapping, text: Text): CodeBuildManifest {
  const { provision, deprovision, project_properties: properties, ...others } = plain(settings) as JsonObject;
  return {
    ...(deep(others, text) as Omit<CodeBuildManifest, 'provision' | 'deprovision'>),
    provision: lines(provision, text),
    deprovision: lines(deprovision, text),
    ...(isMapping(properties) && { project_properties: deep(properties, text) as JsonObject }),
  };
}

const lines = (commands: unknown, text: Text): string[] =>
  Array.isArray(commands) ? commands.map((command) => text(String(command), path)) : [];

const wholeExpression = /^\s*\{\{((?:(?!\{\{|\}\}|\{%).)*)\}\}\s*$/s;

/** Renders every text in a value. One that is a single expression of a list or a map becomes that list or map. */
function deep(value: Value, text: Text): Value {
  if (typeof value === 'string') return structured(value, text) ?? text(value, path);
  if (Array.isArray(value)) return value.map((one) => deep(one, text));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deep(one, text)]));
}

function structured(source: string, text: Text): Value | undefined {
  const expression = wholeExpression.exec(source)?.[1];
  if (expression === undefined) return undefined;
  const json = text(
    `{% set value = ${expression} %}{% if value is iterable and value is not string %}{{ value | tojson }}{% endif %}`,
    path,
  );
  return json === '' ? undefined : unescaped(json);
}

// `tojson` writes <, >, & and ' as escapes that JSON reads back.
const unescaped = (json: string): Value => JSON.parse(json) as Value;
