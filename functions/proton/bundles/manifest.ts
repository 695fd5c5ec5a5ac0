import { InvalidYaml, isMapping, type Mapping, member, readYaml, type Value } from '../yaml.ts';
import type { Engine } from '../template-versions/record.ts';
import { BundleError } from './bundle-error.ts';

/** What a manifest says: which engine, the one file that it names (`*`: all), and for CodeBuild the settings as written. */
export interface Manifest {
  engine: Exclude<Engine, 'none'>;
  file?: string;
  settings?: Mapping;
}

const engines = 'rendering_engine: jinja with template_language: cloudformation, hcl with terraform, or codebuild';

/** Reads `<folder>/manifest.yaml`; `path` is for messages. Throws BundleError. */
export function readManifest(text: string, path: string): Manifest {
  const manifest = parsed(text, path);
  const infrastructure = member(manifest, 'infrastructure');
  if (!isMapping(infrastructure)) throw new BundleError(`${path}: Missing property [infrastructure]`);
  const templates = member(infrastructure, 'templates');
  if (!Array.isArray(templates) || templates.length === 0)
    throw new BundleError(`${path}: [infrastructure.templates] must be a list of one template.`);
  if (templates.length > 1)
    throw new BundleError(`${path}: [infrastructure.templates] has ${templates.length} templates; there can be one.`);
  return ofTemplate(templates[0], `${path}: infrastructure.templates[0]`);
}

function parsed(text: string, path: string): Value {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof InvalidYaml) throw new BundleError(`${path} is not valid YAML: ${error.message}`);
    throw error;
  }
}

function ofTemplate(template: Value | undefined, place: string): Manifest {
  if (!isMapping(template)) throw new BundleError(`${place} must be a map.`);
  const engine = member(template, 'rendering_engine');
  const language = member(template, 'template_language');
  if (engine === undefined) {
    const old = member(template, 'engine') === undefined ? '' : ' The key [engine] is of the preview of Proton.';
    throw new BundleError(`${place}: Missing property [rendering_engine].${old} Give ${engines}.`);
  }
  if (engine === 'codebuild') return { engine: 'codebuild', settings: settingsOf(template, place) };
  const isTerraform = engine === 'hcl' && language === 'terraform';
  if (!isTerraform && !(engine === 'jinja' && language === 'cloudformation'))
    throw new BundleError(
      `${place}: rendering_engine ${shown(engine)} with template_language ${shown(language)} is not supported. Give ${engines}.`,
    );
  const file = member(template, 'file');
  if (typeof file !== 'string' || file === '') throw new BundleError(`${place}: Missing property [file]`);
  if (!isTerraform && file === '*') throw new BundleError(`${place}: [file] must name one file; "*" is for terraform.`);
  return { engine: isTerraform ? 'terraform' : 'cloudformation', file };
}

const shown = (value: Value | undefined): string =>
  value === undefined ? '(none)' : JSON.stringify(value)?.slice(0, 100);

function settingsOf(template: Mapping, place: string): Mapping {
  const settings = member(template, 'settings');
  if (!isMapping(settings)) throw new BundleError(`${place}: Missing property [settings]`);
  checkCommands(settings, 'provision', place);
  if (member(settings, 'deprovision') !== undefined) checkCommands(settings, 'deprovision', place);
  for (const name of ['runtimes', 'env', 'project_properties']) {
    const value = member(settings, name);
    if (value !== undefined && value !== null && !isMapping(value))
      throw new BundleError(`${place}.settings.${name} must be a map.`);
  }
  const input = member(settings, 'input_type');
  if (input !== undefined && input !== 'JSON' && input !== 'HCL')
    throw new BundleError(`${place}.settings.input_type must be JSON or HCL, not ${shown(input)}.`);
  return settings;
}

function checkCommands(settings: Mapping, name: string, place: string): void {
  const commands = member(settings, name);
  if (commands === undefined) throw new BundleError(`${place}.settings: Missing property [${name}]`);
  if (!Array.isArray(commands) || !commands.every((command) => typeof command === 'string'))
    throw new BundleError(`${place}.settings.${name} must be a list of command lines.`);
}
