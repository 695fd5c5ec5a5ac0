import {
  CreateComponentCommand,
  type CreateComponentCommandInput,
  DeleteComponentCommand,
  GetComponentCommand,
  ListComponentsCommand,
  type ListComponentsCommandInput,
  UpdateComponentCommand,
  type UpdateComponentCommandInput,
  UpdateEnvironmentCommand,
  UpdateServiceTemplateVersionCommand,
} from '@aws-sdk/client-proton';
import { openServices, specOf, withPipeline } from '../services/services-room.ts';

export const manifest = `infrastructure:
  templates:
    - {file: bucket.yaml, rendering_engine: jinja, template_language: cloudformation}
`;
export const templateFile = `Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: '{{ component.name }}-{{ environment.outputs.vpc }}{% if service_instance is defined %}-{{ service.name }}-{{ service_instance.name }}-{{ service_instance.inputs.size }}{% endif %}'
`;
export const attached = { serviceName: 'app', serviceInstanceName: 'one' };
export const detached = { serviceName: '', serviceInstanceName: '' };

const files = {
  ...withPipeline,
  'instance_infrastructure/manifest.yaml': (withPipeline['instance_infrastructure/manifest.yaml'] ?? '').replace(
    'deploy',
    'deploy {{ service_instance.components.default.name | default("alone") }} {{ service_instance.components.default.outputs.bucket | default("-") }}',
  ),
};

/** The room with an environment `dev` and a service `app` that take components, and the operations on a component `store`. */
export async function openComponents() {
  const room = await openServices();
  const { client, settled, provisioner } = room;
  const componentRoleArn = 'arn:aws:iam::000000000000:role/component';
  await client.send(new UpdateEnvironmentCommand({ name: 'dev', deploymentType: 'NONE', componentRoleArn }));
  await room.version('web', '1', files);
  const at = { templateName: 'web', majorVersion: '1', minorVersion: '1' };
  await client.send(
    new UpdateServiceTemplateVersionCommand({ ...at, supportedComponentSources: ['DIRECTLY_DEFINED'] }),
  );
  await room.create({ spec: specOf({ one: 1, two: 2 }) });
  await settled();
  provisioner.works.length = 0;
  provisioner.outcome = ({ target }) => ({
    state: 'Succeeded',
    outputs: target.type === 'COMPONENT' ? [{ key: 'bucket', valueString: 'b-1' }] : [],
    resources: [],
  });
  const add = async (input: Partial<CreateComponentCommandInput> = {}) => {
    const own = input.serviceName === undefined ? { environmentName: 'dev' } : {};
    const command = new CreateComponentCommand({ name: 'store', manifest, templateFile, ...own, ...input });
    return (await client.send(command)).component;
  };
  const change = async (input: Partial<UpdateComponentCommandInput> = {}) =>
    (await client.send(new UpdateComponentCommand({ name: 'store', deploymentType: 'CURRENT_VERSION', ...input })))
      .component;
  const drop = async (name = 'store') => (await client.send(new DeleteComponentCommand({ name }))).component;
  const show = async (name = 'store') => (await client.send(new GetComponentCommand({ name }))).component;
  const list = (input: ListComponentsCommandInput = {}) => client.send(new ListComponentsCommand(input));
  return { ...room, add, change, drop, show, list };
}
