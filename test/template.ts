import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SCHEMA, load, Type } from 'js-yaml';
import type { Resource } from '../serverless-plugins/service.ts';

/** A CloudFormation template. */
export interface Template {
  Resources: Record<string, Required<Pick<Resource, 'Properties'>> & Resource>;
  Outputs: Record<string, { Value: unknown }>;
}

const root = join(import.meta.dirname, '..');

/** What `serverless package` makes of serverless.yml. */
export interface Packaged {
  template: Template;
  /** Holds NAME.zip for each function; remove it in the end. */
  folder: string;
}

/** Packages the service; one at a time, for all bundles lie in dist on their way. */
export function packageService(): Packaged {
  const folder = mkdtempSync(join(tmpdir(), 'quaymaster-package-'));
  const serverless = join(root, 'node_modules/serverless/bin/serverless.js');
  execFileSync(process.execPath, [serverless, 'package', '--package', folder], { cwd: root, stdio: 'pipe' });
  const text = readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  return { template: JSON.parse(text) as Template, folder };
}

/** A file of serverless/, as it stands there; CloudFormation's tags (`!Ref`) are read as their bare values. */
export function roomIn(file: string): { functions?: Record<string, object>; resources?: Template } {
  const kinds = ['scalar', 'sequence', 'mapping'] as const;
  const schema = DEFAULT_SCHEMA.extend(kinds.map((kind) => new Type('!', { kind, multi: true })));
  return load(readFileSync(join(root, 'serverless', file), 'utf8'), { schema }) as ReturnType<typeof roomIn>;
}

/** The resources of a file of serverless/. */
export const resourcesIn = (file: string): Template['Resources'] => roomIn(file).resources?.Resources ?? {};
