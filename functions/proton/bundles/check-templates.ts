import type { Faults } from '../faults.ts';
import { compile, JinjaError } from '../jinja/index.ts';
import { isMapping, type Value } from '../yaml.ts';
import { BundleError, type BundlePlace } from './bundle-error.ts';
import type { Infrastructure } from './open-bundle.ts';

/** Checks that the files that a manifest names are there, and that all that will be rendered can be read by the renderer. */
export function* checkTemplates({ folder, manifest, manifestFile, files }: Infrastructure): Faults<BundleError> {
  const { engine, file, settings } = manifest;
  const template = ['infrastructure', 'templates', 0];
  if (engine === 'codebuild')
    return yield* checkStrings(settings ?? null, { file: manifestFile, path: [...template, 'settings'] });
  if (engine === 'terraform' && file === '*') {
    if ([...files.keys()].some((path) => path.endsWith('.tf'))) return;
    return yield new BundleError(`${folder}/ holds no *.tf file.`, { file: manifestFile, path: [...template, 'file'] });
  }
  const body = file === undefined ? undefined : files.get(file.replace(/^\.\//, ''));
  const place = { file: manifestFile, path: [...template, 'file'] };
  if (!body) return yield new BundleError(`it names ${file}, which is missing from ${folder}/.`, place);
  const fault = engine === 'cloudformation' ? syntaxFault(body.toString()) : undefined;
  if (fault)
    yield new BundleError(reasonOf(fault), { file: `${folder}/${file}`, line: fault.line, column: fault.column });
}

interface ValuePlace extends BundlePlace {
  path: (string | number)[];
}

function* checkStrings(value: Value, { file, path }: ValuePlace): Faults<BundleError> {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield* checkStrings(one, { file, path: [...path, at] });
  } else if (isMapping(value)) {
    for (const [name, one] of Object.entries(value)) yield* checkStrings(one, { file, path: [...path, name] });
  }
  const fault = typeof value === 'string' ? syntaxFault(value) : undefined;
  // Line and column of the template are those of the text, not of the file that it stands in.
  if (fault)
    yield new BundleError(`${nameOf(path)}, line ${fault.line}, column ${fault.column}: ${reasonOf(fault)}`, {
      file,
      path,
    });
}

const nameOf = (path: (string | number)[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);

const reasonOf = ({ type, message }: JinjaError): string => `${type}: ${message}`;

function syntaxFault(text: string): JinjaError | undefined {
  try {
    compile(text);
    return undefined;
  } catch (error) {
    if (error instanceof JinjaError) return error;
    throw error;
  }
}
