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

/** Inputs that work of the operations that came after the first 49. */
export const laterWorks: Record<string, Input> = {
  CancelComponentDeployment: after(busyComponent, { componentName: name }),
  CreateComponent: after(ready, newComponent),
  DeleteComponent: after(component, { name }),
  GetComponent: after(component, { name }),
  ListComponentOutputs: after(component, { componentName: name }),
  ListComponentProvisionedResources: after(component, { componentName: name }),
  ListComponents: after(component, { environmentName: 'dev' }),
  UpdateComponent: after(component, { name, deploymentType: 'CURRENT_VERSION' }),
};

/** What stands in their way. */
export const laterConflicts: Record<string, Input> = {
  CancelComponentDeployment: after(component, { componentName: name }),
  CreateComponent: after(component, newComponent),
  DeleteComponent: after(busyComponent, { name }),
  UpdateComponent: after(busyComponent, { name, deploymentType: 'CURRENT_VERSION' }),
};

/** What they say of something that is not there. */
export const laterMissing: Record<string, object> = {
  CreateComponent: { environmentName: 'none' },
};
