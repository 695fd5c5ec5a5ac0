import type { CreateEnvironmentInput } from '@aws-sdk/client-proton';
import { deploymentProvisioned } from '../../../functions/proton/deployments/tell.ts';
import { cancelEnvironmentDeployment } from '../../../functions/proton/environments/cancel-environment-deployment.ts';
import { createEnvironment } from '../../../functions/proton/environments/create-environment.ts';
import { deleteEnvironment } from '../../../functions/proton/environments/delete-environment.ts';
import { updateEnvironment } from '../../../functions/proton/environments/update-environment.ts';
import { createService } from '../../../functions/proton/services/create-service.ts';
import { deleteService } from '../../../functions/proton/services/delete-service.ts';
import { updateService } from '../../../functions/proton/services/update-service.ts';
import { cancelServiceInstanceDeployment } from '../../../functions/proton/service-instances/cancel-service-instance-deployment.ts';
import { cancelServicePipelineDeployment } from '../../../functions/proton/service-pipelines/cancel-service-pipeline-deployment.ts';
import { updateServicePipeline } from '../../../functions/proton/service-pipelines/update-service-pipeline.ts';
import { updateServiceInstance } from '../../../functions/proton/service-instances/update-service-instance.ts';
import { callerOf } from '../automation/requests.ts';
import type { World } from '../world.ts';
import type { Stack } from './stacks.ts';

const admin = callerOf('admin');

interface Deployed {
  lastAttemptedDeploymentId?: string | undefined;
}

/** What was begun and told: a deployment by its id; undefined where there is none. */
export const told = (what: string, one: Deployed | undefined) =>
  one?.lastAttemptedDeploymentId ? { what, id: one.lastAttemptedDeploymentId } : undefined;

const environmentSpec = (size: number): string => `proton: EnvironmentSpec\nspec: {size: ${size}}\n`;

/** A spec of instances in the environment `dev`; the pipeline is told its size where one is given. */
export const serviceSpec = (instances: string[], pipeline?: number): string =>
  [
    'proton: ServiceSpec',
    ...(pipeline === undefined ? [] : [`pipeline: {size: ${pipeline}}`]),
    'instances:',
    ...instances.map((name) => `  - {name: ${name}, environment: dev, spec: {}}`),
    '',
  ].join('\n');

const base = { templateName: 'base', templateMajorVersion: '1', templateMinorVersion: '0' };

/** An environment of the template `base` that is provisioned as the input says. */
export const createWith = (world: World, input: Partial<CreateEnvironmentInput> & { name: string }) =>
  world.request(async (gated) => {
    const made = await createEnvironment({ ...base, spec: environmentSpec(1), ...input }, gated, admin);
    return told('create', made.environment);
  });

/** An environment here, with a role for its components. */
export const create = (world: World, name: string) =>
  createWith(world, { name, componentRoleArn: 'arn:aws:iam::000000000000:role/component' });

/** An environment in the account of a connection. */
export const createIn = (world: World, name: string, environmentAccountConnectionId: string) =>
  createWith(world, { name, environmentAccountConnectionId });

export const update = (world: World, name: string) =>
  world.request(async (gated) => {
    const spec = environmentSpec(2 + world.random.below(9));
    const input = { name, deploymentType: 'CURRENT_VERSION' as const, spec };
    return told('update', (await updateEnvironment(input, gated, admin)).environment);
  });

export const cancel = (world: World, name: string) =>
  world.request(async (gated) =>
    told('cancel', (await cancelEnvironmentDeployment({ environmentName: name }, gated, admin)).environment),
  );

export const remove = (world: World, name: string) =>
  world.request(async (gated) => told('remove', (await deleteEnvironment({ name }, gated, admin)).environment));

const repository = { repositoryId: 'me/app', branchName: 'main', repositoryConnectionArn: 'arn' };
const app = { name: 'app', templateName: 'web', templateMajorVersion: '1', templateMinorVersion: '0' };

export const createApp = (world: World, spec: string, hasPipeline = false) =>
  world.request(async (gated) => {
    await createService({ ...app, ...(hasPipeline && repository), spec }, gated, admin);
    return { what: 'service', id: 'app' };
  });

export const updateApp = (world: World, spec: string) =>
  world.request(async (gated) => {
    await updateService({ name: 'app', spec }, gated, admin);
    return undefined;
  });

export const updatePipeline = (world: World, spec: string) =>
  world.request(async (gated) => {
    const input = { serviceName: 'app', deploymentType: 'CURRENT_VERSION' as const, spec };
    return told('update', (await updateServicePipeline(input, gated, admin)).pipeline);
  });

export const cancelPipeline = (world: World) =>
  world.request(async (gated) =>
    told('cancel', (await cancelServicePipelineDeployment({ serviceName: 'app' }, gated, admin)).pipeline),
  );

export const removeApp = (world: World, asked: { isServiceRemoved: boolean }) =>
  world.request(async (gated) => {
    asked.isServiceRemoved = true;
    await deleteService({ name: 'app' }, gated, admin);
    return undefined;
  });

export const updateInstance = (world: World, name: string) =>
  world.request(async (gated) => {
    const input = { serviceName: 'app', name, deploymentType: 'CURRENT_VERSION' as const };
    return told('update', (await updateServiceInstance(input, gated, admin)).serviceInstance);
  });

export const cancelInstance = (world: World, serviceInstanceName: string) =>
  world.request(async (gated) => {
    const input = { serviceName: 'app', serviceInstanceName };
    return told('cancel', (await cancelServiceInstanceDeployment(input, gated, admin)).serviceInstance);
  });

/** Says that work is over, which is said until it is taken, and sometimes again. */
export const tell = (world: World, stack: Stack) =>
  world.request(async (gated) => {
    const isOver = stack.end !== undefined;
    await deploymentProvisioned(stack.work.id, gated);
    if (isOver) stack.isTold = true;
    return undefined;
  });
