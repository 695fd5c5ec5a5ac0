import {
  CreateComponentCommand,
  CreateEnvironmentCommand,
  CreateEnvironmentTemplateCommand,
  CreateEnvironmentTemplateVersionCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  CreateServiceTemplateCommand,
  CreateServiceTemplateVersionCommand,
  GetServiceCommand,
  GetServiceTemplateVersionCommand,
  ProtonClient,
  UpdateAccountSettingsCommand,
  UpdateEnvironmentTemplateVersionCommand,
  UpdateServiceTemplateVersionCommand,
  waitUntilComponentDeployed,
  waitUntilEnvironmentDeployed,
  waitUntilEnvironmentTemplateVersionRegistered,
} from '@aws-sdk/client-proton';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { bundleOf, nextWeb, specOf, webWithPipeline } from './fleet-bundles.ts';
import { configOf, until } from './scene.ts';
import type { Started } from './server.ts';

const role = 'arn:aws:iam::000000000000:role/proton';
const bucket = 'templates';
const quickly = { maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.1 } as const;

/** Puts the fleet together through Proton's own operations. */
class Builder {
  readonly proton: ProtonClient;
  readonly #s3: S3Client;

  constructor(server: Started) {
    this.proton = new ProtonClient(configOf(server));
    this.#s3 = new S3Client({ ...configOf(server), forcePathStyle: true });
  }

  async source(key: string, Body: Buffer) {
    await this.#s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
    return { s3: { bucket, key } };
  }

  async open(): Promise<void> {
    await this.#s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await this.proton.send(new UpdateAccountSettingsCommand({ pipelineServiceRoleArn: role }));
  }

  async environment(name: string): Promise<void> {
    const { proton } = this;
    const of = { templateName: name, majorVersion: '1', minorVersion: '0' };
    await proton.send(new CreateEnvironmentTemplateCommand({ name }));
    const source = await this.source(`${name}.tar.gz`, bundleOf(name));
    await proton.send(new CreateEnvironmentTemplateVersionCommand({ templateName: name, source }));
    await waitUntilEnvironmentTemplateVersionRegistered({ client: proton, ...quickly }, of);
    await proton.send(new UpdateEnvironmentTemplateVersionCommand({ ...of, status: 'PUBLISHED' }));
    const roles = { protonServiceRoleArn: role, componentRoleArn: role };
    const made = { name, templateName: name, templateMajorVersion: '1', spec: specOf(name), ...roles };
    await proton.send(new CreateEnvironmentCommand(made));
    await waitUntilEnvironmentDeployed({ client: proton, ...quickly }, { name });
  }

  /** Registers and publishes a version: `1.2`, or `2.0` of a new major one. */
  async version(templateName: string, version: string, bundle: Buffer): Promise<void> {
    const [majorVersion = '', minorVersion = ''] = version.split('.');
    const source = await this.source(`${templateName}-${version}.tar.gz`, bundle);
    const compatibleEnvironmentTemplates = [{ templateName: 'network', majorVersion: '1' }];
    await this.proton.send(
      new CreateServiceTemplateVersionCommand({
        ...{ templateName, source, compatibleEnvironmentTemplates },
        ...(minorVersion !== '0' && { majorVersion }),
      }),
    );
    const of = { templateName, majorVersion, minorVersion };
    await until(async () => {
      const { serviceTemplateVersion } = await this.proton.send(new GetServiceTemplateVersionCommand(of));
      return serviceTemplateVersion?.status === 'DRAFT';
    });
    await this.proton.send(new UpdateServiceTemplateVersionCommand({ ...of, status: 'PUBLISHED' }));
  }

  async service(name: string, input: Partial<CreateServiceCommandInput>): Promise<void> {
    const made = { name, templateName: name, templateMajorVersion: '1', templateMinorVersion: '0', spec: '', ...input };
    await this.proton.send(new CreateServiceCommand(made));
    await until(async () => (await this.proton.send(new GetServiceCommand({ name }))).service?.status === 'ACTIVE');
  }

  close(): void {
    this.proton.destroy();
    this.#s3.destroy();
  }
}

const connection = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/one';
const repository = { repositoryId: 'us/api', branchName: 'main', repositoryConnectionArn: connection };
const apiSpec = `proton: ServiceSpec
pipeline:
  image: public.ecr.aws/codebuild/standard:7
instances:
  - name: live
    environment: network
    spec:
      image: public.ecr.aws/nginx/nginx:stable
`;
const bucketFile = `Resources:
  Store:
    Type: AWS::S3::Bucket
Outputs:
  Name:
    Value: !Ref Store
`;

/**
 * An environment, a service with two instances in it, three newer versions of the service's template (1.1, 1.2, 2.0), a service with a pipeline, and a
 * component.
 */
export async function fleet(server: Started): Promise<void> {
  const builder = new Builder(server);
  const { proton } = builder;
  await builder.open();
  await builder.environment('network');
  await proton.send(new CreateServiceTemplateCommand({ name: 'web', pipelineProvisioning: 'CUSTOMER_MANAGED' }));
  await proton.send(new CreateServiceTemplateCommand({ name: 'api' }));
  await builder.version('web', '1.0', bundleOf('web'));
  await builder.version('api', '1.0', webWithPipeline());
  await builder.service('shop', { templateName: 'web', spec: specOf('web') });
  await builder.service('api', { spec: apiSpec, ...repository });
  for (const version of ['1.1', '1.2', '2.0']) await builder.version('web', version, nextWeb());
  const manifest =
    'infrastructure: {templates: [{file: store.yaml, rendering_engine: jinja, template_language: cloudformation}]}';
  await proton.send(
    new CreateComponentCommand({ name: 'store', environmentName: 'network', manifest, templateFile: bucketFile }),
  );
  await waitUntilComponentDeployed({ client: proton, ...quickly }, { name: 'store' });
  builder.close();
}
