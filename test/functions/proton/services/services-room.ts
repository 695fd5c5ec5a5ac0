import {
  CreateEnvironmentCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  CreateServiceTemplateCommand,
  CreateServiceTemplateVersionCommand,
  DeleteServiceCommand,
  GetServiceCommand,
  GetServiceInstanceCommand,
  ListServiceInstancesCommand,
  UpdateAccountSettingsCommand,
  UpdateServiceCommand,
  UpdateServiceInstanceCommand,
  type UpdateServiceInstanceCommandInput,
  UpdateServicePipelineCommand,
  type UpdateServicePipelineCommandInput,
  UpdateServiceTemplateVersionCommand,
} from '@aws-sdk/client-proton';
import type { Provisioned } from '../../../../functions/ports/provisioner.ts';
import { deploymentProvisioned } from '../../../../functions/proton/deployments/tell.ts';
import { commands } from '../bundle-files.ts';
import { openProton } from '../proton-running.ts';

const role = 'arn:aws:iam::000000000000:role/build';
const manifest = (line: string) => `infrastructure:
  templates:
    - rendering_engine: codebuild
      settings:
        provision: ['${line}']
        deprovision: ['true']
`;

/** A bundle of a service with a pipeline. */
export const withPipeline: Record<string, string> = {
  'schema/schema.yaml': `schema:
  format: {openapi: "3.0.0"}
  service_input_type: Input
  pipeline_input_type: Pipeline
  types:
    Input: {type: object, properties: {size: {type: number, default: 1, maximum: 9}, tag: {type: string, default: none}}}
    Pipeline: {type: object, properties: {dir: {type: string, default: src}}}
`,
  'instance_infrastructure/manifest.yaml': manifest(
    'deploy {{ service.name }}/{{ service_instance.name }} {{ service_instance.inputs.size }} in {{ environment.outputs.vpc }}',
  ),
  'pipeline_infrastructure/manifest.yaml': manifest(
    'build {{ pipeline.inputs.dir }} for {% for service_instance in service_instances %}{{ service_instance.name }}={{ service_instance.outputs.url | default("-") }} {% endfor %}',
  ),
};

export const repository = {
  repositoryId: 'me/app',
  branchName: 'main',
  repositoryConnectionArn: 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1',
};

/** A spec of instances by name, each with its size; the pipeline's directory where one is given. */
export const specOf = (instances: Record<string, number>, dir?: string): string =>
  [
    'proton: ServiceSpec',
    ...(dir === undefined ? [] : ['pipeline:', `  dir: ${dir}`]),
    'instances:',
    ...Object.entries(instances).map(([name, size]) => `  - {name: ${name}, environment: dev, spec: {size: ${size}}}`),
    '',
  ].join('\n');

/** The room with an environment `dev`, a service template `web` with a pipeline, and the operations on a service `app`. */
export async function openServices() {
  const room = await openProton();
  const { client, settled, source, provisioner, ports } = room;
  await room.environmentTemplate('base', commands);
  await client.send(new UpdateAccountSettingsCommand({ pipelineCodebuildRoleArn: role }));
  provisioner.outcome = () => ({ state: 'Succeeded', outputs: [{ key: 'vpc', valueString: 'vpc-1' }], resources: [] });
  const environment = async (name: string) => {
    const spec = 'proton: EnvironmentSpec\nspec: {}\n';
    const input = { name, templateName: 'base', templateMajorVersion: '1', spec, codebuildRoleArn: role };
    await client.send(new CreateEnvironmentCommand(input));
    await settled();
  };
  await environment('dev');
  provisioner.works.length = 0;
  provisioner.outcome = () => ({ state: 'Succeeded', outputs: [{ key: 'url', valueString: 'u' }], resources: [] });
  const version = async (templateName = 'web', majorVersion?: string, files = withPipeline) => {
    const compatibleEnvironmentTemplates = [{ templateName: 'base', majorVersion: '1' }];
    const input = { templateName, majorVersion, source: await source(files), compatibleEnvironmentTemplates };
    const made = (await client.send(new CreateServiceTemplateVersionCommand(input))).serviceTemplateVersion;
    await settled();
    const at = { templateName, majorVersion: made?.majorVersion, minorVersion: made?.minorVersion };
    await client.send(new UpdateServiceTemplateVersionCommand({ ...at, status: 'PUBLISHED' }));
  };
  await client.send(new CreateServiceTemplateCommand({ name: 'web' }));
  await version();
  const create = async (input: Partial<CreateServiceCommandInput> = {}) => {
    const base = {
      name: 'app',
      templateName: 'web',
      templateMajorVersion: '1',
      spec: specOf({ one: 1, two: 2 }),
      ...repository,
    };
    return (await client.send(new CreateServiceCommand({ ...base, ...input }))).service;
  };
  const get = async () => (await client.send(new GetServiceCommand({ name: 'app' }))).service;
  const update = async (spec: string) => (await client.send(new UpdateServiceCommand({ name: 'app', spec }))).service;
  const remove = () => client.send(new DeleteServiceCommand({ name: 'app' }));
  const instance = async (name: string) =>
    (await client.send(new GetServiceInstanceCommand({ serviceName: 'app', name }))).serviceInstance;
  const instances = async () =>
    ((await client.send(new ListServiceInstancesCommand({ serviceName: 'app' }))).serviceInstances ?? []).map(
      ({ name, deploymentStatus }) => [name, deploymentStatus],
    );
  const updateInstance = async (name: string, input: Partial<UpdateServiceInstanceCommandInput> = {}) => {
    const command = { serviceName: 'app', name, deploymentType: 'CURRENT_VERSION' as const, ...input };
    return (await client.send(new UpdateServiceInstanceCommand(command))).serviceInstance;
  };
  const updatePipeline = async (input: Partial<UpdateServicePipelineCommandInput>) => {
    const command = { serviceName: 'app', deploymentType: 'CURRENT_VERSION' as const, spec: '', ...input };
    return (await client.send(new UpdateServicePipelineCommand(command))).pipeline;
  };
  /** Ends the work that was begun last for an ARN that ends so. */
  const end = async (resource: string, result: Provisioned) => {
    const id = provisioner.works.findLast(({ target }) => target.arn.endsWith(resource))?.id ?? '';
    provisioner.ends.set(id, result);
    await deploymentProvisioned(id, ports);
    await settled();
  };
  const begun = () =>
    provisioner.works.map(({ action, target }) => `${action} ${target.arn.split('/').slice(1).join('/')}`);
  const operations = { create, get, update, remove, instance, instances, updateInstance, updatePipeline, end, begun };
  return { ...room, ...operations, environment, version };
}
