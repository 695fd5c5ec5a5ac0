import { compile, JinjaError } from '../jinja/index.ts';
import { isMapping, type Value } from '../yaml.ts';
import { BundleError } from './bundle-error.ts';
import type { Infrastructure } from './open-bundle.ts';

/** The files that a manifest names are there, and all that will be rendered can be read by the renderer. Throws BundleError. */
export function checkTemplates({ folder, manifest, files }: Infrastructure): void {
  const { engine, file, settings } = manifest;
  if (engine === 'codebuild') return checkStrings(settings ?? null, `${folder}/manifest.yaml`);
  if (engine === 'terraform' && file === '*') {
    if ([...files.keys()].some((path) => path.endsWith('.tf'))) return;
    throw new BundleError(`${folder}/ holds no *.tf file.`);
  }
  const body = file === undefined ? undefined : files.get(file.replace(/^\.\//, ''));
  if (!body) throw new BundleError(`${folder}/manifest.yaml names ${file}, which is missing from ${folder}/.`);
  if (engine === 'cloudformation') checkSyntax(body.toString(), `${folder}/${file}`);
}

function checkStrings(value: Value, path: string): void {
  if (typeof value === 'string') return checkSyntax(value, path);
  if (Array.isArray(value)) value.forEach((one) => checkStrings(one, path));
  else if (isMapping(value)) Object.values(value).forEach((one) => checkStrings(one, path));
}

function checkSyntax(text: string, path: string): void {
  try {
    compile(text);
  } catch (error) {
    if (!(error instanceof JinjaError)) throw error;
    throw new BundleError(`${path}, line ${error.line}, column ${error.column}: ${error.type}: ${error.message}`);
  }
}
