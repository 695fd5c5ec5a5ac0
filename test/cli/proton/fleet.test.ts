import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { behind } from '../../../cli/proton/fleet.ts';
import { profileIn, textOf } from '../../../local/credentials-file.ts';
import { published } from '../../../cli/boot.ts';
import { join } from 'node:path';
import { here, type Here } from '../here.ts';

let at: Here;

const proton = <Output extends object>(operation: string, input: object) =>
  at.call<Output>(`AwsProton20200720.${operation}`, input);

/** Registers and publishes a version of the template `network`. */
async function publishVersion(minorVersion: string): Promise<void> {
  const source = { s3: { bucket: 'templates', key: 'network.tar.gz' } };
  await proton('CreateEnvironmentTemplateVersion', {
    templateName: 'network',
    source,
    ...(minorVersion !== '0' && { majorVersion: '1' }),
  });
  const version = { templateName: 'network', majorVersion: '1', minorVersion };
  for (let status = ''; status !== 'DRAFT';)
    ({ status } = (
      await proton<{ environmentTemplateVersion: { status: string } }>('GetEnvironmentTemplateVersion', version)
    ).environmentTemplateVersion);
  await proton('UpdateEnvironmentTemplateVersion', { ...version, status: 'PUBLISHED' });
}

async function deployed(): Promise<void> {
  for (let status = ''; status !== 'SUCCEEDED';)
    status = (await proton<{ environment: { deploymentStatus: string } }>('GetEnvironment', { name: 'beta' }))
      .environment.deploymentStatus;
}

describe('the fleet of Proton on the command line', () => {
  beforeAll(async () => {
    at = await here();
    const credentials = profileIn(textOf(join(at.data, 'credentials')), 'default') ?? {
      accessKeyId: '',
      secretAccessKey: '',
    };
    const { url: endpoint = '', region = '' } = published(at.data) ?? {};
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const { stdout: Body } = spawnSync('tar', ['-czf', '-', '-C', 'examples/proton/network', '.']);
    await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'network.tar.gz', Body }));
    s3.destroy();
    await proton('CreateEnvironmentTemplate', { name: 'network' });
    await publishVersion('0');
    await proton('CreateEnvironment', {
      name: 'beta',
      templateName: 'network',
      templateMajorVersion: '1',
      protonServiceRoleArn: 'arn:aws:iam::000000000000:role/proton',
      spec: readFileSync('examples/proton/network/spec/spec.yaml', 'utf8'),
    });
    await deployed();
  }, 60_000);
  afterAll(() => at.close());

  it('lists it, and what is behind its template', async () => {
    const before = await at.quaymaster('proton', 'list');
    const none = await at.quaymaster('proton', 'list', '--behind');
    await publishVersion('1');
    const after = await at.quaymaster('proton', 'list', '--behind', '--environment', 'beta');

    expect(before.out).toMatch(
      /^ENVIRONMENT +SERVICE +INSTANCE +TEMPLATE +VERSION +STATUS +DEPLOYED\nbeta +network 1\.0 +current +SUCCEEDED +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\n$/,
    );
    expect(none).toMatchObject({ out: '', err: 'There is none.\n' });
    expect(after.out).toMatch(/\nbeta +network 1\.0 +1 minor behind +SUCCEEDED /);
  });

  it('lists deployments and shows one', async () => {
    const listed = await at.quaymaster('proton', 'deployments', 'list', '--environment', 'beta', '-o', 'json');
    const [{ id } = { id: '' }] = JSON.parse(listed.out) as { id: string }[];
    const table = await at.quaymaster('proton', 'deployments', 'list');
    const shown = await at.quaymaster('proton', 'deployments', 'show', id, '--environment', 'beta');

    expect(table.out).toMatch(
      /^DEPLOYMENT +STATUS +CREATED +COMPLETED +TYPE +TARGET\n.* SUCCEEDED .* ENVIRONMENT +beta\n$/,
    );
    expect(shown.out).toMatch(
      /^beta {2}.*\nSUCCEEDED {2}\d{4}-.*Z – \d{4}-.*Z\ntemplate network 1\.0\n\nSimulated: no resource was made\.\n\nproton: EnvironmentSpec\n/,
    );
  });

  it.each([
    ['1.0', '1.0', 'current'],
    ['1.0', '1.2', '2 minor behind'],
    ['1.5', '3.0', '2 major behind'],
    ['2.0', '1.9', 'current'],
    ['1.0', '', ''],
  ])('says that %s is, where %s is recommended, %j', (version, recommended, expected) => {
    expect(behind(version, recommended)).toBe(expected);
  });
});
