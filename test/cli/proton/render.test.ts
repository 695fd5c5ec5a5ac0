import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { overlaid } from '../../../cli/proton/variables.ts';
import type { Mapping } from '../../../functions/proton/yaml.ts';
import { folderOf, runProton } from './run-proton.ts';

const network = ['examples/proton/network', '--spec', 'examples/proton/network/spec/spec.yaml'];
const web = ['examples/proton/web', '--spec', 'examples/proton/web/spec/spec.yaml'];
const variables = ['--variables', 'examples/proton/web/spec/variables.yaml'];

const codebuild = {
  'schema/schema.yaml': `schema:
  format: {openapi: "3.0.0"}
  environment_input_type: Input
  types:
    Input: {type: object, properties: {word: {type: string, default: ahoy}}}
`,
  'infrastructure/manifest.yaml': `infrastructure:
  templates:
    - rendering_engine: codebuild
      settings: {provision: ['echo {{ environment.inputs.word }}'], deprovision: ['true']}
`,
  'infrastructure/main.ts': 'a {{ b }}',
};
const terraform = {
  ...codebuild,
  'infrastructure/manifest.yaml':
    'infrastructure: {templates: [{file: "*", rendering_engine: hcl, template_language: terraform}]}',
  'infrastructure/main.tf': '# {{ b }}',
};
const spec = 'proton: EnvironmentSpec\nspec: {}\n';

describe('quaymaster proton render', () => {
  it('shows the one file of an environment as it is', async () => {
    const { code, out } = await runProton('render', ...network, '--name', 'beta');

    expect(code).toBe(0);
    expect(out).toMatch(/^AWSTemplateFormatVersion: '2010-09-09'\nDescription: The network of beta\n/);
    expect(out).toContain('CidrBlock: 10.1.0.0/16\n');
    expect(out).toMatch(/Value: !Ref Cluster$/);
  });

  it('shows people the same where they ask for a table', async () => {
    const { out } = await runProton('render', ...network, '--name', 'beta');

    expect(await runProton('render', ...network, '--name', 'beta', '--output', 'table')).toEqual({
      code: 0,
      out,
      err: '',
    });
  });

  it('shows the files of every instance below their names', async () => {
    const { code, out } = await runProton('render', ...web, ...variables);

    expect(code).toBe(0);
    expect(out.match(/^# .*$/gm)).toEqual([
      '# instance_infrastructure/staging/cloudformation.yaml',
      '# instance_infrastructure/production/cloudformation.yaml',
    ]);
    expect(out).toContain("Description: 'production of web'");
    expect(out).toContain('            - Name: LOG_LEVEL\n              Value: warn\n');
  });

  it('tells where a value lacks, once, and writes nothing', async () => {
    const folder = folderOf({});

    const { code, err } = await runProton('render', ...web, '--out', join(folder, 'out'));

    expect(code).toBe(1);
    expect(err).toBe(
      "examples/proton/web/instance_infrastructure/cloudformation.yaml:23:39: UndefinedError: 'dict object' has no attribute 'ClusterName' (outputs, and what else only a deployment knows, come from --variables FILE)\n",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells what is wrong with the spec instead', async () => {
    const folder = folderOf({ 'spec.yaml': 'proton: EnvironmentSpec\nspec: {cidr: all}\n' });

    const { code, out } = await runProton(
      ...['render', 'examples/proton/network', '--spec', join(folder, 'spec.yaml'), '--output', 'json'],
    );

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ line: 2, column: 8 }] });
  });

  it('writes what a build would find', async () => {
    const out = folderOf({ 'spec.yaml': spec });

    await runProton('render', folderOf(codebuild), '--spec', join(out, 'spec.yaml'), '--name', 'beta', '--out', out);

    expect(JSON.parse(readFileSync(join(out, 'infrastructure/manifest.json'), 'utf8'))).toEqual({
      provision: ['echo ahoy'],
      deprovision: ['true'],
    });
    expect(JSON.parse(readFileSync(join(out, 'infrastructure/proton-inputs.json'), 'utf8'))).toEqual({
      environment: { name: 'beta', inputs: { word: 'ahoy' } },
    });
    expect(readFileSync(join(out, 'infrastructure/main.ts'), 'utf8')).toBe('a {{ b }}');
  });

  it('writes what Terraform would find', async () => {
    const out = folderOf({ 'spec.yaml': spec });

    const { out: told } = await runProton(
      ...['render', folderOf(terraform), '--spec', join(out, 'spec.yaml'), '--name', 'beta', '--out', out],
    );

    expect(told.trim().split('\n')).toEqual(
      ['main.tf', 'proton.environment.variables.tf', 'proton.auto.tfvars.json'].map((name) =>
        join(out, 'infrastructure', name),
      ),
    );
  });

  it.each([
    ['- a', 'must be a map of variables'],
    ['a: [', 'is not valid YAML'],
  ])('refuses variables that say %s', async (text, message) => {
    const folder = folderOf({ 'variables.yaml': text });

    await expect(runProton('render', ...web, '--variables', join(folder, 'variables.yaml'))).rejects.toThrow(message);
  });
});

const cases = join(import.meta.dirname, '../../../../shared/cases/proton-bundles');
const isThere = existsSync(cases);
if (!isThere) console.log('../shared/cases is not there: the public bundles are not rendered');

interface Golden {
  bundle: string;
  file: string;
  template: string;
  context: { service_instance?: { name: string } } & object;
  output: string;
}

function golden(bundle: string): Golden[] {
  const folder = join(cases, bundle, '.golden');
  const specs = readdirSync(join(cases, bundle, 'spec')).filter((name) => name.endsWith('.yaml'));
  return readdirSync(folder).map((file) => {
    const read = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Golden, 'bundle' | 'file'>;
    const named = specs.find((one) => file.endsWith(`__${one.replace('.yaml', '.json')}`)) ?? 'none';
    return { ...read, bundle, file: named };
  });
}

const bundles = isThere
  ? readdirSync(cases).filter((name) => /^(cfn|old|mreferre)__/.test(name) && existsSync(join(cases, name, 'spec')))
  : [];

(isThere ? describe : describe.skip)('the public bundles', () => {
  it.each(bundles)('are rendered byte for byte: %s', async (bundle) => {
    const all = golden(bundle);
    const variables = all.reduce((before, { context }) => overlaid(before, context as Mapping), {});
    for (const { file, template, context, output } of all) {
      const out = folderOf({});
      writeFileSync(join(out, 'variables.json'), JSON.stringify(variables));

      const told = await runProton(
        ...['render', join(cases, bundle), '--spec', join(cases, bundle, 'spec', file)],
        ...['--variables', join(out, 'variables.json'), '--out', out],
      );

      expect(told.err).toBe('');
      const [folder = '', name = ''] = template.split('/');
      const inside = folder.startsWith('instance') ? (context.service_instance?.name ?? '') : '';
      expect(readFileSync(join(out, folder, inside, name), 'utf8')).toBe(output);
    }
  });
});
