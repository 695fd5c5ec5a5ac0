import { cancelComponentDeployment } from '../../../functions/proton/components/cancel-component-deployment.ts';
import { createComponent } from '../../../functions/proton/components/create-component.ts';
import { deleteComponent } from '../../../functions/proton/components/delete-component.ts';
import { updateComponent } from '../../../functions/proton/components/update-component.ts';
import { callerOf } from '../automation/requests.ts';
import { told } from '../deployments/requests.ts';
import type { Acknowledged, World } from '../world.ts';

const admin = callerOf('admin');

const manifest = `infrastructure:
  templates:
    - {file: bucket.yaml, rendering_engine: jinja, template_language: cloudformation}
`;
/** A template that tells requests apart by a word. */
const templateOf = (word: string): string => `Resources: {Bucket: {Type: AWS::S3::Bucket}}\n# ${word}\n`;

/** An instance of the service; of no name where there is to be none. */
const instanceOf = (serviceInstanceName: string) => ({
  serviceName: serviceInstanceName && 'app',
  serviceInstanceName,
});

/** A request that deploys a component: `word` is in what it deploys, and its client token. */
const deployed = (word: string, one: Acknowledged | undefined) => one && { ...one, word };

/** Adds a component: attached to an instance, or only to the environment `dev`. */
export const add = (world: World, name: string, { instance, word }: { instance: string; word: string }) =>
  world.request(async (gated) => {
    const to = instance === '' ? { environmentName: 'dev' } : instanceOf(instance);
    const input = { name, manifest, templateFile: templateOf(word), clientToken: word, ...to };
    return deployed(word, told('create', (await createComponent(input, gated, admin)).component));
  });

/** Deploys it again, attached to an instance, to none (an empty name), or as it is. */
export const change = (world: World, name: string, { instance, word }: { instance?: string; word: string }) =>
  world.request(async (gated) => {
    const to = instance === undefined ? {} : instanceOf(instance);
    const deploymentType = 'CURRENT_VERSION' as const;
    const input = { name, deploymentType, templateFile: templateOf(word), clientToken: word, ...to };
    return deployed(word, told('update', (await updateComponent(input, gated, admin)).component));
  });

export const cancelChange = (world: World, componentName: string) =>
  world.request(async (gated) =>
    told('cancel', (await cancelComponentDeployment({ componentName }, gated, admin)).component),
  );

export const drop = (world: World, name: string) =>
  world.request(async (gated) => told('remove', (await deleteComponent({ name }, gated, admin)).component));
