import { manifest, templateFile } from './components/components-room.ts';
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
  DeleteComponent: after(component, { name }),
  DeleteRepository: after(repository, infra),
  GetComponent: after(component, { name }),
  GetRepository: after(repository, infra),
  ListComponentOutputs: after(component, { componentName: name }),
  ListComponentProvisionedResources: after(component, { componentName: name }),
  ListComponents: after(component, { environmentName: 'dev' }),
  ListRepositories: after(repository, {}),
  UpdateComponent: after(component, { name, deploymentType: 'CURRENT_VERSION' }),
};

/** What stands in their way. */
export const laterConflicts: Record<string, Input> = {
  CancelComponentDeployment: after(component, { componentName: name }),
  CreateComponent: after(component, newComponent),
  CreateRepository: after(repository, { ...newRepository, encryptionKey: newRepository.connectionArn }),
  DeleteComponent: after(busyComponent, { name }),
  DeleteRepository: after(usedRepository, infra),
  UpdateComponent: after(busyComponent, { name, deploymentType: 'CURRENT_VERSION' }),
};

/** What they say of something that is not there. */
export const laterMissing: Record<string, object | null> = {
  CreateComponent: { environmentName: 'none' },
  DeleteRepository: { name: 'me/none' },
  GetRepository: { name: 'me/none' },
  // There is always a list of them.
  ListRepositories: null,
};
