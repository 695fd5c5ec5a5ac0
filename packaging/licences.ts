import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import lock from '../package-lock.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');

/** Licences that let us pass the code on, whatever is done with it. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
];

/** A package that went into a bundle. */
export interface Bundled {
  name: string;
  version: string;
  licence: string;
  source: string;
  /** The package as npm knows it: the lock file's hash of what was unpacked. */
  integrity: string;
  text: string;
}

/** The packages that a bundle was made of, by its inputs' paths. Throws where one may not be passed on. */
export function bundledPackages(inputs: string[]): Bundled[] {
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? []));
  const own = new Set([...folders].map((folder) => folder.slice(folder.indexOf('node_modules/'))));
  return [...own].sort().map(packageIn);
}

interface Manifest {
  name: string;
  version: string;
  license?: string;
  repository?: string | { url?: string };
}

function packageIn(at: string): Bundled {
  const {
    name,
    version,
    license = 'none',
    repository,
  } = JSON.parse(readFileSync(join(root, at, 'package.json'), 'utf8')) as Manifest;
  const isFine = license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => permissive.includes(one));
  if (!isFine)
    throw new Error(`${name} ${version} has the licence ${license}, which is none of ${permissive.join(', ')}`);
  const source = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const known = (lock.packages as Record<string, { integrity?: string }>)[at];
  return {
    name,
    version,
    licence: license,
    source,
    integrity: known?.integrity ?? '',
    text: licenceText(join(root, at)) || standardText(license),
  };
}

/** Of a package that names its licence and holds no text of it: Apache's is ours too, and MIT-0 asks for none. */
const standardText = (licence: string): string =>
  licence === 'Apache-2.0' ? readFileSync(join(root, 'LICENSE'), 'utf8').trim() : '';

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)([.-]|$)/i.test(name));
  const notice = join(folder, 'NOTICE');
  const texts = [file && join(folder, file), existsSync(notice) && notice].filter((path) => typeof path === 'string');
  return texts.map((path) => readFileSync(path, 'utf8').trim()).join('\n\n');
}

/** What is passed on, under which licence, and where it is from; equal texts stand once. */
export function licencesText(packages: Bundled[]): string {
  const texts = [...new Set(packages.map(({ text }) => text).filter(Boolean))];
  const list = packages.map(({ name, version, licence, source, integrity, text }) => {
    const where = text ? `text ${texts.indexOf(text) + 1} below` : 'whose package holds no text of it';
    return `${name} ${version}\n  licence    ${licence}, ${where}\n  source     ${source}\n  integrity  ${integrity}`;
  });
  const below = texts.map((text, at) => `${'-'.repeat(80)}\nText ${at + 1}\n\n${text}`);
  const intro = `The code of ${packages.length} packages of others is part of Quaymaster's package, unchanged but for bundling.`;
  return `${[intro, ...list, ...below].join('\n\n')}\n`;
}
