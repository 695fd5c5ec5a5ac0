import {
  CreateEnvironmentTemplateCommand,
  CreateEnvironmentTemplateVersionCommand,
  CreateServiceTemplateCommand,
  CreateServiceTemplateVersionCommand,
  GetEnvironmentTemplateVersionCommand,
  GetServiceTemplateVersionCommand,
} from '@aws-sdk/client-proton';
import { commands } from '../bundle-files.ts';
import { indexOfPublicBundles, openProton, publicBundle } from '../proton-running.ts';

const first = { majorVersion: '1', minorVersion: '0' };
const compatibleEnvironmentTemplates = [{ templateName: 'any', majorVersion: '1' }];

async function registered(name: string, kind: string): Promise<{ status?: string; statusMessage?: string }> {
  const { client, source, settled, environmentTemplate } = await openProton();
  const files = publicBundle(name);
  const pipelineProvisioning = Object.keys(files).some((path) => path.startsWith('pipeline_'))
    ? {}
    : { pipelineProvisioning: 'CUSTOMER_MANAGED' as const };
  if (kind === 'environment') {
    await client.send(new CreateEnvironmentTemplateCommand({ name: 'one' }));
    await client.send(
      new CreateEnvironmentTemplateVersionCommand({ templateName: 'one', source: await source(files) }),
    );
    await settled();
    const { environmentTemplateVersion } = await client.send(
      new GetEnvironmentTemplateVersionCommand({ templateName: 'one', ...first }),
    );
    return environmentTemplateVersion as object;
  }
  await environmentTemplate('any', commands, false);
  await client.send(new CreateServiceTemplateCommand({ name: 'one', ...pipelineProvisioning }));
  await client.send(
    new CreateServiceTemplateVersionCommand({
      templateName: 'one',
      source: await source(files),
      compatibleEnvironmentTemplates,
    }),
  );
  await settled();
  const { serviceTemplateVersion } = await client.send(
    new GetServiceTemplateVersionCommand({ templateName: 'one', ...first }),
  );
  return serviceTemplateVersion as object;
}

const bundles = indexOfPublicBundles().filter(({ kind }) => kind !== 'component');

describe('the public bundles', () => {
  it.each(bundles.filter(({ format }) => format === 'GA'))('register: $name', async ({ name, kind }) => {
    const { status, statusMessage } = await registered(name, kind);

    expect({ status, statusMessage }).toEqual({ status: 'DRAFT', statusMessage: '' });
  });

  it.each(bundles.filter(({ format }) => format === 'preview'))(
    'of the preview fail and say why: $name',
    async ({ name, kind }) => {
      const { status, statusMessage } = await registered(name, kind);

      expect(status).toBe('REGISTRATION_FAILED');
      expect(statusMessage).toContain('The key [engine] is of the preview of Proton.');
    },
  );
});
