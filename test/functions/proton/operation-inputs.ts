import * as sdk from '@aws-sdk/client-proton';
import { commands } from './bundle-files.ts';
import { laterConflicts, laterMissing, laterWorks } from './later-inputs.ts';
import { openServices, repository, specOf } from './services/services-room.ts';
import { serviceFiles } from './template-kinds.ts';

/** The room with the environment `dev`, the service `app` and a connection. */
export type Room = Awaited<ReturnType<typeof openServices>> & {
  connection: string;
  /** Calls an operation, as the administrator or somebody else. */
  call: (operation: string, input: object, by?: sdk.ProtonClient) => Promise<object>;
};
export type Input = (room: Room) => object | Promise<object>;

const arn = (resource: string) => `arn:aws:proton:us-east-1:000000000000:${resource}`;
const role = 'arn:aws:iam::000000000000:role/build';
const first = { majorVersion: '1', minorVersion: '0' };
const environmentSpec = 'proton: EnvironmentSpec\nspec: {}\n';
const compatibleEnvironmentTemplates = [{ templateName: 'base', majorVersion: '1' }];
const newEnvironment = {
  templateName: 'base',
  templateMajorVersion: '1',
  spec: environmentSpec,
  codebuildRoleArn: role,
};
const newService = { templateName: 'web', templateMajorVersion: '1', ...repository };
const inService = { serviceName: 'app', serviceInstanceName: 'one' };

/** For every operation an input that works there. */
export const works: Record<string, Input> = {
  ...laterWorks,
  AcceptEnvironmentAccountConnection: ({ connection }) => ({ id: connection }),
  CancelEnvironmentDeployment: async (room) => {
    await busy(room, 'environment');
    return { environmentName: 'dev' };
  },
  CancelServiceInstanceDeployment: async (room) => {
    await busy(room, 'instance');
    return inService;
  },
  CancelServicePipelineDeployment: async (room) => {
    await busy(room, 'pipeline');
    return { serviceName: 'app' };
  },
  CreateEnvironment: () => ({ name: 'other', ...newEnvironment }),
  CreateEnvironmentAccountConnection: () => connectionTo('more'),
  CreateEnvironmentTemplate: () => ({ name: 'other' }),
  CreateEnvironmentTemplateVersion: async ({ source }) => ({ templateName: 'base', source: await source(commands) }),
  CreateService: () => ({ name: 'other', spec: specOf({ one: 1 }), ...newService }),
  CreateServiceInstance: () => ({ serviceName: 'app', name: 'three', spec: specOf({ three: 3 }) }),
  CreateServiceTemplate: () => ({ name: 'other' }),
  CreateServiceTemplateVersion: async ({ source }) => ({
    templateName: 'web',
    source: await source(serviceFiles),
    compatibleEnvironmentTemplates,
  }),
  DeleteDeployment: async (room) => ({ id: await oldDeployment(room) }),
  DeleteEnvironment: async (room) => {
    await room.environment('other');
    return { name: 'other' };
  },
  DeleteEnvironmentAccountConnection: ({ connection }) => ({ id: connection }),
  DeleteEnvironmentTemplate: async ({ call }) => {
    await call('CreateEnvironmentTemplate', { name: 'other' });
    return { name: 'other' };
  },
  DeleteEnvironmentTemplateVersion: async (room) => {
    await room.environmentTemplate('other', commands, false);
    return { templateName: 'other', ...first };
  },
  DeleteService: () => ({ name: 'app' }),
  DeleteServiceTemplate: async ({ call }) => {
    await call('CreateServiceTemplate', { name: 'other' });
    return { name: 'other' };
  },
  DeleteServiceTemplateVersion: async ({ call, source, settled }) => {
    await call('CreateServiceTemplate', { name: 'other', pipelineProvisioning: 'CUSTOMER_MANAGED' });
    const version = { templateName: 'other', source: await source(serviceFiles), compatibleEnvironmentTemplates };
    await call('CreateServiceTemplateVersion', version);
    await settled();
    return { templateName: 'other', ...first };
  },
  GetAccountSettings: () => ({}),
  GetDeployment: async (room) => ({ id: await oldDeployment(room) }),
  GetEnvironment: () => ({ name: 'dev' }),
  GetEnvironmentAccountConnection: ({ connection }) => ({ id: connection }),
  GetEnvironmentTemplate: () => ({ name: 'base' }),
  GetEnvironmentTemplateVersion: () => ({ templateName: 'base', ...first }),
  GetResourcesSummary: () => ({}),
  GetService: () => ({ name: 'app' }),
  GetServiceInstance: () => ({ serviceName: 'app', name: 'one' }),
  GetServiceTemplate: () => ({ name: 'web' }),
  GetServiceTemplateVersion: () => ({ templateName: 'web', ...first }),
  ListDeployments: () => ({ environmentName: 'dev' }),
  ListEnvironmentAccountConnections: () => ({ requestedBy: 'ENVIRONMENT_ACCOUNT' }),
  ListEnvironmentOutputs: () => ({ environmentName: 'dev' }),
  ListEnvironmentProvisionedResources: () => ({ environmentName: 'dev' }),
  ListEnvironmentTemplateVersions: () => ({ templateName: 'base' }),
  ListEnvironmentTemplates: () => ({}),
  ListEnvironments: () => ({ environmentTemplates: [{ templateName: 'base', majorVersion: '1' }] }),
  ListServiceInstanceOutputs: () => inService,
  ListServiceInstanceProvisionedResources: () => inService,
  ListServiceInstances: () => ({ serviceName: 'app' }),
  ListServicePipelineOutputs: () => ({ serviceName: 'app' }),
  ListServicePipelineProvisionedResources: () => ({ serviceName: 'app' }),
  ListServiceTemplateVersions: () => ({ templateName: 'web' }),
  ListServiceTemplates: () => ({}),
  ListServices: () => ({}),
  ListTagsForResource: () => ({ resourceArn: arn('environment/dev') }),
  NotifyResourceDeploymentStatusChange: async (room) => {
    await busy(room, 'environment');
    return { resourceArn: arn('environment/dev'), outputs: [] };
  },
  RejectEnvironmentAccountConnection: ({ connection }) => ({ id: connection }),
  TagResource: () => ({ resourceArn: arn('environment/dev'), tags: [{ key: 'a', value: 'b' }] }),
  UntagResource: async ({ call }) => {
    await call('TagResource', { resourceArn: arn('environment/dev'), tags: [{ key: 'a', value: 'b' }] });
    return { resourceArn: arn('environment/dev'), tagKeys: ['a'] };
  },
  UpdateAccountSettings: () => ({ pipelineServiceRoleArn: '' }),
  UpdateEnvironment: () => ({ name: 'dev', deploymentType: 'NONE', description: 'new' }),
  UpdateEnvironmentAccountConnection: ({ connection }) => ({ id: connection, roleArn: role }),
  UpdateEnvironmentTemplate: () => ({ name: 'base', description: 'new' }),
  UpdateEnvironmentTemplateVersion: () => ({ templateName: 'base', ...first, description: 'new' }),
  UpdateService: () => ({ name: 'app', description: 'new' }),
  UpdateServiceInstance: () => ({ serviceName: 'app', name: 'one', deploymentType: 'CURRENT_VERSION' }),
  UpdateServicePipeline: () => ({
    serviceName: 'app',
    deploymentType: 'CURRENT_VERSION',
    spec: specOf({ one: 1 }, 'lib'),
  }),
  UpdateServiceTemplate: () => ({ name: 'web', description: 'new' }),
  UpdateServiceTemplateVersion: () => ({ templateName: 'web', ...first, description: 'new' }),
};

const connectionTo = (environmentName: string) => ({
  environmentName,
  managementAccountId: '000000000000',
  roleArn: role,
});

/** A deployment that another came after. */
async function oldDeployment({ call, instance, settled }: Room): Promise<string> {
  const { lastSucceededDeploymentId = '' } = (await instance('one')) ?? {};
  await call('UpdateServiceInstance', { serviceName: 'app', name: 'one', deploymentType: 'CURRENT_VERSION' });
  await settled();
  return lastSucceededDeploymentId;
}

/** Begins a deployment that does not end. */
async function busy(
  { provisioner, call, settled }: Room,
  what: 'environment' | 'instance' | 'pipeline',
): Promise<void> {
  provisioner.outcome = () => ({ state: 'InProgress' });
  const deploymentType = 'CURRENT_VERSION';
  if (what === 'environment') await call('UpdateEnvironment', { name: 'dev', deploymentType });
  if (what === 'instance') await call('UpdateServiceInstance', { serviceName: 'app', name: 'one', deploymentType });
  if (what === 'pipeline')
    await call('UpdateServicePipeline', { serviceName: 'app', deploymentType, spec: specOf({ one: 1 }, 'lib') });
  await settled();
}

/** What an input says of something that is not there, in place of what `works` says; null where nothing can be missing. */
export const missing: Record<string, object | null> = {
  ...laterMissing,
  CreateEnvironment: { templateName: 'none' },
  CreateEnvironmentTemplateVersion: { templateName: 'none' },
  CreateService: { templateName: 'none' },
  CreateServiceInstance: { serviceName: 'none' },
  CreateServiceTemplateVersion: { templateName: 'none' },
  GetAccountSettings: null,
  ListEnvironments: { environmentTemplates: [{ templateName: 'none', majorVersion: '1' }] },
  ListTagsForResource: { resourceArn: arn('environment/none') },
  NotifyResourceDeploymentStatusChange: { resourceArn: arn('environment/none') },
  TagResource: { resourceArn: arn('environment/none') },
  UntagResource: { resourceArn: arn('environment/none') },
};
/** The members that name what an operation is about. */
export const names = ['id', 'name', 'componentName', 'serviceName', 'environmentName', 'templateName'];
/** An id of nothing. */
export const absent = '00000000-0000-4000-8000-999999999999';

/** What stands in the way, where something does. */
export const conflicts: Record<string, Input> = {
  ...laterConflicts,
  CancelEnvironmentDeployment: () => ({ environmentName: 'dev' }),
  CancelServiceInstanceDeployment: () => inService,
  CancelServicePipelineDeployment: () => ({ serviceName: 'app' }),
  CreateEnvironmentAccountConnection: () => connectionTo('dev'),
  CreateServiceInstance: () => ({ serviceName: 'app', name: 'one', spec: specOf({ one: 1 }) }),
  DeleteEnvironment: () => ({ name: 'dev' }),
  DeleteEnvironmentTemplate: () => ({ name: 'base' }),
  DeleteEnvironmentTemplateVersion: () => ({ templateName: 'base', ...first }),
  DeleteService: async (room) => {
    await busy(room, 'instance');
    return { name: 'app' };
  },
  DeleteServiceTemplate: () => ({ name: 'web' }),
  DeleteServiceTemplateVersion: () => ({ templateName: 'web', ...first }),
  NotifyResourceDeploymentStatusChange: () => ({ resourceArn: arn('environment/dev'), status: 'FAILED' }),
  UpdateEnvironment: async (room) => {
    await busy(room, 'environment');
    return { name: 'dev', deploymentType: 'CURRENT_VERSION' };
  },
  UpdateService: async ({ provisioner, update }) => {
    provisioner.outcome = () => ({ state: 'InProgress' });
    await update(specOf({ one: 1, two: 2, three: 3 }));
    return { name: 'app', description: 'new' };
  },
  UpdateServiceInstance: async (room) => {
    await busy(room, 'instance');
    return { serviceName: 'app', name: 'one', deploymentType: 'CURRENT_VERSION' };
  },
  UpdateServicePipeline: async (room) => {
    await busy(room, 'pipeline');
    return { serviceName: 'app', deploymentType: 'CURRENT_VERSION', spec: specOf({ one: 1 }) };
  },
};

/** Opens it. */
export async function openRoom(): Promise<Room> {
  const room = await openServices();
  const call = async (operation: string, input: object, by = room.client): Promise<object> => {
    const Command = sdk[`${operation}Command` as 'GetEnvironmentCommand'];
    return by.send(new Command(input as never));
  };
  await room.create();
  await room.settled();
  const made = await call('CreateEnvironmentAccountConnection', connectionTo('dev'));
  const { environmentAccountConnection } = made as { environmentAccountConnection: { id: string } };
  return { ...room, call, connection: environmentAccountConnection.id };
}
