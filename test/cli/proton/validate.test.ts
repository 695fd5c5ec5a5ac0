import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, runProton } from './run-proton.ts';

const schema = `schema:
  format: {openapi: 3.0}
  service_input_type: Input
  pipeline_input_type: Absent
  types:
    Input:
      properties:
        port: {type: numeric}
        name:
          type: string
          pattern: '[a-'
`;
const bad = {
  'schema/schema.yaml': schema,
  'instance_infrastructure/manifest.yaml': `infrastructure:
  templates:
    - file: cloudformation.yaml
      rendering_engine: jinja
      template_language: cloudformation
    - file: other.yaml
`,
  'instance_infrastructure/cloudformation.yaml': 'Resources:\n  A: {{ service.name }\n',
  'pipeline_infrastructure/manifest.yaml': `infrastructure:
  templates:
    - rendering_engine: codebuild
      settings:
        provision:
          - echo {{ oops
        runtimes: []
        input_type: XML
`,
};

describe('quaymaster proton validate', () => {
  it('tells all that is wrong with a bundle, with the places', async () => {
    const folder = folderOf(bad);

    const { code, out } = await runProton('validate', folder);

    expect(code).toBe(1);
    expect(out.replaceAll(folder, 'B').split('\n')).toEqual([
      'B/schema/schema.yaml:2:12: Service template schema is not valid: [format.openapi] must be "3.0.0", in quotes',
      'B/schema/schema.yaml:4:3: Service template schema is not valid: [pipelineInputType] names the type Absent, which is not among [types]',
      'B/schema/schema.yaml:8:16: schema.types.Input.properties.port.type must be equal to one of the allowed values',
      expect.stringMatching(/^B\/schema\/schema.yaml:11:11: schema.types.Input.properties.name.pattern "\[a-": /),
      'B/instance_infrastructure/manifest.yaml:6:7: [infrastructure.templates] has 2 templates; there can be one.',
      expect.stringMatching(/^B\/instance_infrastructure\/cloudformation.yaml:2:\d+: TemplateSyntaxError: /),
      'B/pipeline_infrastructure/manifest.yaml:7:9: infrastructure.templates[0].settings.runtimes must be a map.',
      'B/pipeline_infrastructure/manifest.yaml:8:9: infrastructure.templates[0].settings.input_type must be JSON or HCL, not "XML".',
      expect.stringMatching(
        /^B\/pipeline_infrastructure\/manifest.yaml:6:13: infrastructure.templates\[0\].settings.provision\[0\], line 1, column \d+: TemplateSyntaxError: /,
      ),
      '',
    ]);
  });

  it('tells the same of an archive', async () => {
    const folder = folderOf(bad);
    const archive = join(folderOf({}), 'bundle.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', folder, '.']);

    const ofFolder = await runProton('validate', folder);
    const ofArchive = await runProton('validate', archive);

    expect(ofArchive.out.replaceAll(archive, 'B')).toBe(ofFolder.out.replaceAll(folder, 'B'));
  });

  it.each([
    ['schema: {', 'it is not valid YAML'],
    ['types: {}', 'Missing property [schema]'],
  ])('goes on behind a schema that says %s', async (text, message) => {
    const folder = folderOf({ 'schema/schema.yaml': text, 'infrastructure/manifest.yaml': 'a: 1' });

    const { out } = await runProton('validate', folder);

    expect(out).toContain(message);
    expect(out).toContain('infrastructure/manifest.yaml:1:1: Missing property [infrastructure]');
  });

  it('refuses a folder with a link, which no bundle may hold', async () => {
    const folder = folderOf({ 'schema/schema.yaml': schema });
    symlinkSync('/etc/passwd', join(folder, 'schema', 'passwd'));

    const { code, out } = await runProton('validate', folder);

    expect(code).toBe(1);
    expect(out).toContain('schema/passwd:1:1: a bundle may hold files and folders, not a symlink.');
  });

  it('refuses what is no archive', async () => {
    const file = join(folderOf({}), 'bundle.tar.gz');
    writeFileSync(file, 'hello');

    expect(await runProton('validate', file)).toMatchObject({
      code: 1,
      out: `${file}:1:1: The bundle is not a gzip-compressed tar archive (.tar.gz), or it is damaged.\n`,
    });
  });

  it('says what the template of a good bundle must be', async () => {
    expect(await runProton('validate', 'examples/proton/network', 'examples/proton/web')).toEqual({
      code: 0,
      out: `examples/proton/network: ok (environment template)
examples/proton/web: ok (service template, pipelineProvisioning CUSTOMER_MANAGED)
`,
      err: '',
    });
  });

  it('tells in JSON what is wrong with a spec', async () => {
    const spec = join(
      folderOf({
        'spec.yaml': `proton: ServiceSpec
instances:
  - name: one
    environment: network
    spec:
      image: ""
      port: 99999
  - name: one
    spec: 3
pipeline: {}
`,
      }),
      'spec.yaml',
    );

    const { code, out } = await runProton('validate', 'examples/proton/web', '--spec', spec, '--output', 'json');

    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      valid: false,
      bundles: [
        {
          bundle: 'examples/proton/web',
          kind: 'service',
          valid: false,
          pipelineProvisioning: 'CUSTOMER_MANAGED',
          problems: [
            { file: spec, line: 8, column: 5, message: expect.stringContaining('instances[1].environment') as string },
            { file: spec, line: 9, column: 5, message: 'instances[1].spec must be a map.' },
            { file: spec, line: 6, column: 7, message: expect.stringContaining('NOT have fewer than 1') as string },
            { file: spec, line: 7, column: 7, message: expect.stringContaining('must be <= 65535') as string },
            { file: spec, line: 10, column: 1, message: 'pipeline: the bundle has no pipeline.' },
          ],
        },
      ],
    });
  });

  it.each([
    [['validate'], 'proton validate needs BUNDLE: quaymaster proton validate examples/proton/network'],
    [['validate', 'examples/proton/web', '--out', 'x'], "unknown option '--out'. Did you mean --output?"],
    [
      ['validate', 'examples/proton/web', '--output', 'xml'],
      "argument 'xml' is invalid. Allowed choices are text, table, json, yaml",
    ],
    [['validate', '/no/bundle'], 'cannot read /no/bundle'],
    [['render', 'examples/proton/web'], 'proton render needs --spec FILE'],
    [['render'], 'proton render needs BUNDLE: quaymaster proton render BUNDLE --spec FILE'],
    [['rander'], "unknown command 'rander'. Did you mean render?"],
    [[], 'validate or render? quaymaster proton validate BUNDLE'],
  ])('is refused for %j', async (args, message) => {
    await expect(runProton(...args)).rejects.toThrow(message);
  });
});
