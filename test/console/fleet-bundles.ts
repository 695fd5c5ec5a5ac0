import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const examples = join(import.meta.dirname, '../../examples/proton');

/** The spec that comes with an example. */
export const specOf = (name: string): string => readFileSync(join(examples, name, 'spec/spec.yaml'), 'utf8');

/** The bundle of an example, packed; `change` may make another version of its files. */
export function bundleOf(name: string, change: (folder: string) => void = () => undefined): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  cpSync(join(examples, name), folder, { recursive: true });
  change(folder);
  const packed = execFileSync('tar', ['-cz', '-C', folder, '.']);
  rmSync(folder, { recursive: true, force: true });
  return packed;
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

const logs = `  Logs:
    Type: AWS::Logs::LogGroup
    Properties:
      RetentionInDays: 30
`;

/** The example's service, with more memory, a log group and another network mode. */
export const nextWeb = (): Buffer =>
  bundleOf('web', (folder) =>
    edit(join(folder, 'instance_infrastructure/cloudformation.yaml'), (text) =>
      text
        .replace("Memory: '512'", "Memory: '1024'")
        .replace("Cpu: '256'", "Cpu: '512'")
        .replace('Outputs:', `${logs}Outputs:`),
    ),
  );

const pipeline = {
  'pipeline_infrastructure/manifest.yaml':
    'infrastructure: {templates: [{file: cloudformation.yaml, rendering_engine: jinja, template_language: cloudformation}]}\n',
  'pipeline_infrastructure/cloudformation.yaml': `Resources:
  Build:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: '{{ service.name }}-{{ pipeline.inputs.image | replace("/", "-") }}'
Outputs:
  Project:
    Value: !Ref Build
`,
};

/** The example's service with a pipeline. */
export const webWithPipeline = (): Buffer =>
  bundleOf('web', (folder) => {
    for (const [name, text] of Object.entries(pipeline)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    edit(join(folder, 'schema/schema.yaml'), (text) =>
      text.replace('  types:', '  pipeline_input_type: WebInput\n  types:'),
    );
  });
