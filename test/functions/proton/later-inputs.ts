import { manifest, templateFile } from './components/components-room.ts';
import { fakeSources } from './template-syncs/fake-sources.ts';
import type { Input, Room } from './operation-inputs.ts';

const name = 'store';
const componentRoleArn = 'arn:aws:iam::000000000000:role/component';
const newComponent = { name, environmentName: 'dev', manifest, templateFile };

/** Makes the environment take components. */
const ready = async ({ call }: Room): Promise<void> =>
  void (await call('UpdateEnvironment', { name: 'dev', deploymentType: 'NONE', componentRoleArn }));

/** A component that was deployed. */
async function component(room: Room): Promise<void> {
  await ready(room);
  await room.call('CreateComponent', newComponent);
  await room.settled();
}

/** One that is being deployed again. */
async function busyComponent(room: Room): Promise<void> {
  await component(room);
  room.provisioner.outcome = () => ({ state: 'InProgress' });
  await room.call('UpdateComponent', { name, deploymentType: 'CURRENT_VERSION' });
  await room.settled();
}

const after =
  (prepare: (room: Room) => Promise<void>, input: object): Input =>
  async (room) => {
    await prepare(room);
    return input;
  };

const infra = { name: 'me/infra', provider: 'GITHUB' };
const newRepository = {
  ...infra,
  connectionArn: 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1',
};

const repository = async ({ call }: Room): Promise<void> => void (await call('CreateRepository', newRepository));

const synced = {
  templateName: 'base',
  templateType: 'ENVIRONMENT',
  repositoryName: 'me/infra',
  repositoryProvider: 'GITHUB',
  branch: 'main',
};
const { templateName, templateType, repositoryName, repositoryProvider, branch } = synced;

/** A repository that can be read. */
async function readable(room: Room): Promise<void> {
  Object.assign(room.ports, { sources: fakeSources().sources });
  await repository(room);
}

async function sync(room: Room): Promise<void> {
  await readable(room);
  await room.call('CreateTemplateSyncConfig', synced);
}

const serviceSynced = { serviceName: 'app', repositoryName, repositoryProvider, branch, filePath: 'ops.yaml' };
const ofService = { serviceName: 'app' };
const ofInstance = { ...ofService, serviceInstanceName: 'one' };

async function serviceSync(room: Room): Promise<void> {
  await readable(room);
  await room.call('CreateServiceSyncConfig', serviceSynced);
}

/** What blocks the sync of an instance that was updated by hand. */
async function blocker(room: Room): Promise<string> {
  await serviceSync(room);
  await room.call('UpdateServiceInstance', { serviceName: 'app', name: 'one', deploymentType: 'CURRENT_VERSION' });
  const summary = (await room.call('GetServiceSyncBlockerSummary', ofInstance)) as {
    serviceSyncBlockerSummary: { latestBlockers: { id: string }[] };
  };
  await room.settled();
  return summary.serviceSyncBlockerSummary.latestBlockers[0]?.id ?? '';
}

/** A repository that the account's pipelines are provisioned by. */
async function usedRepository(room: Room): Promise<void> {
  await repository(room);
  await room.call('UpdateAccountSettings', { pipelineProvisioningRepository: { ...infra, branch: 'main' } });
}

/** Inputs that work of the operations that came after the first 49. */
export const laterWorks: Record<string, Input> = {
  CancelComponentDeployment: after(busyComponent, { componentName: name }),
  CreateComponent: after(ready, newComponent),
  CreateRepository: () => newRepository,
  CreateServiceSyncConfig: after(readable, serviceSynced),
  CreateTemplateSyncConfig: after(readable, synced),
  DeleteComponent: after(component, { name }),
  DeleteServiceSyncConfig: after(serviceSync, ofService),
  GetServiceInstanceSyncStatus: after(serviceSync, ofInstance),
  GetServiceSyncBlockerSummary: after(serviceSync, ofService),
  GetServiceSyncConfig: after(serviceSync, ofService),
  UpdateServiceSyncBlocker: async (room) => ({ id: await blocker(room), resolvedReason: 'mended' }),
  UpdateServiceSyncConfig: after(serviceSync, { ...serviceSynced, filePath: 'other.yaml' }),
  DeleteRepository: after(repository, infra),
  DeleteTemplateSyncConfig: after(sync, { templateName, templateType }),
  GetComponent: after(component, { name }),
  GetRepository: after(repository, infra),
  GetRepositorySyncStatus: after(repository, { repositoryName, repositoryProvider, branch, syncType: 'TEMPLATE_SYNC' }),
  GetTemplateSyncConfig: after(sync, { templateName, templateType }),
  GetTemplateSyncStatus: after(sync, { templateName, templateType, templateVersion: '1' }),
  ListComponentOutputs: after(component, { componentName: name }),
  ListComponentProvisionedResources: after(component, { componentName: name }),
  ListComponents: after(component, { environmentName: 'dev' }),
  ListRepositories: after(repository, {}),
  ListRepositorySyncDefinitions: after(sync, { repositoryName, repositoryProvider, syncType: 'TEMPLATE_SYNC' }),
  UpdateComponent: after(component, { name, deploymentType: 'CURRENT_VERSION' }),
  UpdateTemplateSyncConfig: after(sync, synced),
};

/** What stands in their way. */
export const laterConflicts: Record<string, Input> = {
  CancelComponentDeployment: after(component, { componentName: name }),
  CreateComponent: after(component, newComponent),
  CreateTemplateSyncConfig: after(sync, { ...synced, branch: 'next' }),
  CreateRepository: after(repository, { ...newRepository, encryptionKey: newRepository.connectionArn }),
  CreateServiceSyncConfig: after(serviceSync, { ...serviceSynced, branch: 'next' }),
  DeleteComponent: after(busyComponent, { name }),
  UpdateServiceSyncBlocker: async (room) => {
    const id = await blocker(room);
    await room.call('UpdateServiceSyncBlocker', { id, resolvedReason: 'mended' });
    return { id, resolvedReason: 'of another reason' };
  },
  DeleteRepository: after(usedRepository, infra),
  UpdateComponent: after(busyComponent, { name, deploymentType: 'CURRENT_VERSION' }),
};

/** What they say of something that is not there. */
export const laterMissing: Record<string, object | null> = {
  CreateComponent: { environmentName: 'none' },
  DeleteRepository: { name: 'me/none' },
  GetRepository: { name: 'me/none' },
  GetRepositorySyncStatus: { repositoryName: 'me/none' },
  UpdateServiceSyncBlocker: { id: 'app/one/none' },
  // There is always a list of them.
  ListRepositories: null,
};
