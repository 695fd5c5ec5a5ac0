import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateEnvironmentCommand,
  CreateEnvironmentTemplateCommand,
  CreateEnvironmentTemplateVersionCommand,
  CreateServiceCommand,
  CreateServiceTemplateCommand,
  CreateServiceTemplateVersionCommand,
  GetEnvironmentCommand,
  GetServiceCommand,
  UpdateAccountSettingsCommand,
} from '@aws-sdk/client-proton';
import type { ProvisionedOutput } from '../../../../functions/ports/provisioner.ts';
import { readServiceSpec } from '../../../../functions/proton/specs/spec.ts';
import { openProton, publicBundle } from '../proton-running.ts';

const folder = join(import.meta.dirname, '../../../../../shared/cases/proton-bundles');

/** What jinja2 made of a file of a bundle with a context. */
interface Golden {
  template: string;
  output: string;
  context: {
    environment?: { name: string; outputs: Record<string, string> };
    service?: { name: string };
    service_instance?: { components?: object };
    service_instances?: { outputs: Record<string, string>; environment: { outputs: Record<string, string> } }[];
  };
}

const bundles = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !/^(checker|preview)|component/.test(name));
const goldenOf = (name: string): Golden[] =>
  readdirSync(join(folder, name, '.golden')).map(
    (file) => JSON.parse(readFileSync(join(folder, name, '.golden', file), 'utf8')) as Golden,
  );
const specOf = (name: string): string =>
  readFileSync(join(folder, name, 'spec', readdirSync(join(folder, name, 'spec'))[0] ?? ''), 'utf8');

const role = 'arn:aws:iam::000000000000:role/one';
const listed = (outputs: Record<string, string> = {}): ProvisionedOutput[] =>
  Object.entries(outputs).map(([key, valueString]) => ({ key, valueString }));
/** The goldens are of another account. */
const here = (text: string) => text.replaceAll('123456789012', '000000000000');

const kindOf = (name: string) =>
  goldenOf(name).some(({ template }) => template.startsWith('infrastructure/')) ? 'environment' : 'service';

describe('the public bundles', () => {
  it.each(bundles.filter((name) => kindOf(name) === 'environment'))(
    'deploy as jinja2 renders them: %s',
    async (name) => {
      const { client, source, settled, provisioner } = await openProton();
      const [golden] = goldenOf(name);
      await client.send(new CreateEnvironmentTemplateCommand({ name: 'one' }));
      await client.send(
        new CreateEnvironmentTemplateVersionCommand({ templateName: 'one', source: await source(publicBundle(name)) }),
      );
      await settled();
      const input = {
        templateName: 'one',
        templateMajorVersion: '1',
        templateMinorVersion: '0',
        protonServiceRoleArn: role,
      };
      const environment = golden?.context.environment?.name ?? '';
      await client.send(new CreateEnvironmentCommand({ ...input, name: environment, spec: specOf(name) }));
      await settled();
      const found = await client.send(new GetEnvironmentCommand({ name: environment }));

      expect(found.environment?.deploymentStatus).toBe('SUCCEEDED');
      expect(provisioner.texts.get(provisioner.works[0]?.id ?? '')).toEqual({
        'cloudformation.yaml': here(golden?.output ?? ''),
      });
    },
  );

  it.each(bundles.filter((name) => kindOf(name) === 'service'))('deploy as jinja2 renders them: %s', async (name) => {
    const { client, source, settled, provisioner, environmentTemplate } = await openProton();
    const goldens = goldenOf(name);
    const ofInstance = goldens.find(({ template }) => template.startsWith('instance_'));
    const ofPipeline = goldens.find(({ template }) => template.startsWith('pipeline_'));
    const outputs = {
      ...ofPipeline?.context.service_instances?.[0]?.environment.outputs,
      ...ofInstance?.context.environment?.outputs,
    };
    provisioner.outcome = ({ target }) => ({
      state: 'Succeeded',
      resources: [],
      outputs: listed(target.type === 'ENVIRONMENT' ? outputs : ofPipeline?.context.service_instances?.[0]?.outputs),
    });
    await client.send(new UpdateAccountSettingsCommand({ pipelineServiceRoleArn: role }));
    await environmentTemplate(
      'base',
      Object.fromEntries(Object.entries(publicBundle('cfn__vpc-env')).map(([path, body]) => [path, body.toString()])),
    );
    const environments = new Set(readServiceSpec(specOf(name)).instances.map(({ environment }) => environment));
    const base = { templateName: 'base', templateMajorVersion: '1', protonServiceRoleArn: role };
    for (const environment of environments)
      await client.send(
        new CreateEnvironmentCommand({ ...base, name: environment, spec: 'proton: EnvironmentSpec\nspec: {}' }),
      );
    await settled();
    await client.send(new CreateServiceTemplateCommand({ name: 'one' }));
    const compatibleEnvironmentTemplates = [{ templateName: 'base', majorVersion: '1' }];
    await client.send(
      new CreateServiceTemplateVersionCommand({
        templateName: 'one',
        source: await source(publicBundle(name)),
        compatibleEnvironmentTemplates,
      }),
    );
    await settled();
    const service = ofInstance?.context.service?.name ?? '';
    await client.send(
      new CreateServiceCommand({
        name: service,
        templateName: 'one',
        templateMajorVersion: '1',
        templateMinorVersion: '0',
        spec: specOf(name),
        repositoryId: 'org/repo',
        branchName: 'main',
        repositoryConnectionArn: 'arn:aws:codestar-connections:us-east-1:123456789012:connection/a1b2c3d4',
      }),
    );
    await settled();
    const found = await client.send(new GetServiceCommand({ name: service }));
    const works = provisioner.works.filter(({ target }) => target.type !== 'ENVIRONMENT');
    const textOf = (type: string) =>
      provisioner.texts.get(works.find(({ target }) => target.type === type)?.id ?? '')?.['cloudformation.yaml'];
    const connection = (text: string) =>
      here(text).replaceAll('us-east-1:000000000000:connection', 'us-east-1:123456789012:connection');

    expect(found.service).toMatchObject({ status: 'ACTIVE' });
    if (ofPipeline) expect(textOf('SERVICE_PIPELINE')).toBe(connection(ofPipeline.output));
    // Those with a component are for a component that is attached.
    if (ofInstance && !ofInstance.context.service_instance?.components)
      expect(textOf('SERVICE_INSTANCE')).toBe(connection(ofInstance.output));
  });
});
