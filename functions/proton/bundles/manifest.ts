import { InvalidYaml, isMapping, type Mapping, member, readYaml, type Value } from '../yaml.ts';
import type { Engine } from '../template-versions/record.ts';
import type { Faults } from '../faults.ts';
import { BundleError } from './bundle-error.ts';

/** What a manifest says: which engine, the one file that it names (`*`: all), and for CodeBuild the settings as written. */
export interface Manifest {
  engine: Exclude<Engine, 'none'>;
  file?: string;
  settings?: Mapping;
}

const engines = 'rendering_engine: jinja with template_language: cloudformation, hcl with terraform, or codebuild';
const list = ['infrastructure', 'templates'];
const only = [...list, 0];
const named = 'infrastructure.templates[0]';

/** Reads a manifest; `file` is its path in the bundle. */
export function* readManifest(text: string, file: string): Faults<BundleError, Manifest | undefined> {
  const manifest = yield* parsed(text, file);
  if (manifest === undefined) return undefined;
  const infrastructure = member(manifest, 'infrastructure');
  if (!isMapping(infrastructure)) return yield new BundleError('Missing property [infrastructure]', { file });
  const templates = member(infrastructure, 'templates');
  if (!Array.isArray(templates) || templates.length === 0)
    return yield new BundleError('[infrastructure.templates] must be a list of one template.', { file, path: list });
  if (templates.length > 1)
    yield new BundleError(`[infrastructure.templates] has ${templates.length} templates; there can be one.`, {
      file,
      path: [...list, 1],
    });
  return yield* ofTemplate(templates[0], file);
}

function* parsed(text: string, file: string): Faults<BundleError, Value | undefined> {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof InvalidYaml)) throw error;
    return yield new BundleError(`it is not valid YAML: ${error.reason}`, { file, ...error.place });
  }
}

function* ofTemplate(template: Value | undefined, file: string): Faults<BundleError, Manifest | undefined> {
  const at = { file, path: only };
  if (!isMapping(template)) return yield new BundleError(`${named} must be a map.`, at);
  const engine = member(template, 'rendering_engine');
  const language = member(template, 'template_language');
  if (engine === undefined) {
    const old = member(template, 'engine') === undefined ? '' : ' The key [engine] is of the preview of Proton.';
    return yield new BundleError(`${named}: Missing property [rendering_engine].${old} Give ${engines}.`, at);
  }
  if (engine === 'codebuild') return yield* ofCodeBuild(template, file);
  const isTerraform = engine === 'hcl' && language === 'terraform';
  if (!isTerraform && !(engine === 'jinja' && language === 'cloudformation'))
    yield new BundleError(
      `${named}: rendering_engine ${shown(engine)} with template_language ${shown(language)} is not supported. Give ${engines}.`,
      { file, path: [...only, 'rendering_engine'] },
    );
  const name = member(template, 'file');
  if (typeof name !== 'string' || name === '') return yield new BundleError(`${named}: Missing property [file]`, at);
  if (!isTerraform && name === '*')
    return yield new BundleError(`${named}: [file] must name one file; "*" is for terraform.`, {
      file,
      path: [...only, 'file'],
    });
  return { engine: isTerraform ? 'terraform' : 'cloudformation', file: name };
}

const shown = (value: Value | undefined): string =>
  value === undefined ? '(none)' : JSON.stringify(value)?.slice(0, 100);

function* ofCodeBuild(template: Mapping, file: string): Faults<BundleError, Manifest | undefined> {
  const settings = member(template, 'settings');
  if (!isMapping(settings)) return yield new BundleError(`${named}: Missing property [settings]`, { file, path: only });
  const at = (name?: string) => ({ file, path: [...only, 'settings', ...(name === undefined ? [] : [name])] });
  if (member(settings, 'provision') === undefined)
    yield new BundleError(`${named}.settings: Missing property [provision]`, at());
  for (const name of ['provision', 'deprovision']) {
    const commands = member(settings, name);
    const isList = Array.isArray(commands) && commands.every((command) => typeof command === 'string');
    if (commands !== undefined && !isList)
      yield new BundleError(`${named}.settings.${name} must be a list of command lines.`, at(name));
  }
  for (const name of ['runtimes', 'env', 'project_properties']) {
    const value = member(settings, name);
    if (value !== undefined && value !== null && !isMapping(value))
      yield new BundleError(`${named}.settings.${name} must be a map.`, at(name));
  }
  const input = member(settings, 'input_type');
  if (input !== undefined && input !== 'JSON' && input !== 'HCL')
    yield new BundleError(`${named}.settings.input_type must be JSON or HCL, not ${shown(input)}.`, at('input_type'));
  return { engine: 'codebuild', settings };
}
