import type { JsonObject } from '../../functions/ports/json.ts';
import { jsonText } from '../../functions/ports/pull-request/json-text.ts';
import { variablesFile } from '../../functions/ports/pull-request/variables.ts';
import type { Infrastructure } from '../../functions/proton/bundles/open-bundle.ts';
import { type Rendered, RenderFailure, renderPart } from '../../functions/proton/rendering/render.ts';
import type { Mapping } from '../../functions/proton/yaml.ts';
import type { ExaminedBundle, Problem } from './examine-bundle.ts';
import type { ExaminedSpec } from './examine-spec.ts';
import { environmentVariables, instanceVariables, overlaid, pipelineVariables } from './variables.ts';

/** A file that was rendered, or that goes along as it is. */
export interface RenderedFile {
  path: string;
  body: Buffer;
}

/** What is rendered: a bundle and a spec without faults, and the variables that are laid over those of the spec. */
export interface Rendering {
  path: string;
  bundle: ExaminedBundle;
  spec: ExaminedSpec;
  name: string;
  over: Mapping;
}

type Target = 'ENVIRONMENT' | 'SERVICE_INSTANCE' | 'SERVICE_PIPELINE';

interface Piece {
  type: Target;
  part: Infrastructure;
  folder: string;
  variables: Mapping;
}

/** All files of a bundle as its deployments would make them real, or what is wrong with each that cannot be rendered. */
export function renderedFiles(rendering: Rendering): { files: RenderedFile[]; problems: Problem[] } {
  const results = piecesOf(rendering).map((piece) => attempted(piece, rendering));
  const problems = results.flatMap((result) => ('problem' in result ? [result.problem] : []));
  // Instances share a template, and so what is wrong with it.
  const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  const files = results.flatMap((result) => ('files' in result ? result.files : []));
  return { files, problems: [...distinct.values()] };
}

function attempted(piece: Piece, { path, over }: Rendering): { files: RenderedFile[] } | { problem: Problem } {
  try {
    return { files: filesOf(piece, over) };
  } catch (error) {
    if (error instanceof RenderFailure) return { problem: problemOf(error, path) };
    throw error;
  }
}

function piecesOf({ bundle: { bundle }, spec, name }: Rendering): Piece[] {
  if (!bundle) return [];
  const { main, pipeline, schema } = bundle;
  const of = { name, schema };
  if (spec.environment && main)
    return [
      { type: 'ENVIRONMENT', part: main, folder: main.folder, variables: environmentVariables(spec.environment, of) },
    ];
  const { service } = spec;
  if (!service || !main) return [];
  const instances = service.instances.map(({ name: instance }, at): Piece => {
    const folder = `${main.folder}/${instance}`;
    return { type: 'SERVICE_INSTANCE', part: main, folder, variables: instanceVariables(service, at, of) };
  });
  if (!pipeline) return instances;
  const variables = pipelineVariables(service, of);
  return [...instances, { type: 'SERVICE_PIPELINE', part: pipeline, folder: pipeline.folder, variables }];
}

function filesOf({ type, part, folder, variables }: Piece, over: Mapping): RenderedFile[] {
  const rendered = renderPart(part, overlaid(variables, over), 'preview');
  const bodies = [...asTheyAre(part), ...Object.entries(rendered.files), ...around(type, part, rendered)];
  return bodies.map(([path, body]) => ({ path: `${folder}/${path}`, body: Buffer.from(body) }));
}

/** The files that nobody renders. */
function asTheyAre({ manifest, files }: Infrastructure): [string, Buffer][] {
  if (manifest.engine === 'cloudformation') return [];
  const isTaken = (path: string) =>
    manifest.engine === 'codebuild'
      ? !/^manifest\.ya?ml$/.test(path)
      : manifest.file === '*'
        ? path.endsWith('.tf') && !path.includes('/')
        : path === manifest.file;
  return [...files].filter(([path]) => isTaken(path));
}

/** What a build or Terraform finds beside them. */
function around(
  type: Target,
  { manifest: { engine } }: Infrastructure,
  { manifest, inputs }: Rendered,
): [string, string][] {
  if (engine === 'cloudformation') return [];
  if (engine === 'codebuild')
    return [
      ['manifest.json', `${JSON.stringify(manifest, null, 2)}\n`],
      ['proton-inputs.json', `${JSON.stringify(inputs, null, 2)}\n`],
    ];
  const { name, text } = variablesFile(type);
  return [
    [name, text],
    ['proton.auto.tfvars.json', jsonText(inputs satisfies JsonObject)],
  ];
}

function problemOf({ reason, place: { file, line, column } }: RenderFailure, path: string): Problem {
  const hint = reason.startsWith('UndefinedError:')
    ? ' (outputs, and what else only a deployment knows, come from --variables FILE)'
    : '';
  return { file: `${path}/${file}`, line, column, message: `${reason}${hint}` };
}
