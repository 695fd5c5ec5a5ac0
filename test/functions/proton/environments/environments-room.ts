import {
  CancelEnvironmentDeploymentCommand,
  CreateEnvironmentCommand,
  type CreateEnvironmentCommandInput,
  CreateEnvironmentTemplateVersionCommand,
  DeleteEnvironmentCommand,
  GetEnvironmentCommand,
  UpdateEnvironmentCommand,
  type UpdateEnvironmentCommandInput,
  UpdateEnvironmentTemplateVersionCommand,
} from '@aws-sdk/client-proton';
import { deploymentProvisioned } from '../../../../functions/proton/deployments/tell.ts';
import { commands } from '../bundle-files.ts';
import type { Provisioned } from '../../../../functions/ports/provisioner.ts';
import { openProton } from '../proton-running.ts';

export const specOf = (greeting: string) => `proton: EnvironmentSpec\nspec:\n  greeting: ${greeting} # as given\n`;
export const codebuildRoleArn = 'arn:aws:iam::000000000000:role/build';
export const running = { state: 'InProgress' } as const;

/** The room with an environment template `one`, version 1.0, and the operations on an environment `dev`. */
export async function openEnvironments() {
  const room = await openProton();
  const { client, settled, source, provisioner, ports } = room;
  await room.environmentTemplate('one', commands);
  const create = async (input: Partial<CreateEnvironmentCommandInput> = {}) => {
    const command = new CreateEnvironmentCommand({
      name: 'dev',
      templateName: 'one',
      templateMajorVersion: '1',
      spec: specOf('ahoy'),
      codebuildRoleArn,
      ...input,
    });
    return (await client.send(command)).environment;
  };
  const get = async (name = 'dev') => (await client.send(new GetEnvironmentCommand({ name }))).environment;
  const update = async (input: Partial<UpdateEnvironmentCommandInput> = {}) =>
    (await client.send(new UpdateEnvironmentCommand({ name: 'dev', deploymentType: 'CURRENT_VERSION', ...input })))
      .environment;
  const cancel = async () =>
    (await client.send(new CancelEnvironmentDeploymentCommand({ environmentName: 'dev' }))).environment;
  const remove = async () => client.send(new DeleteEnvironmentCommand({ name: 'dev' }));
  const version = async (majorVersion?: string, isPublished = true) => {
    const made = await client.send(
      new CreateEnvironmentTemplateVersionCommand({
        templateName: 'one',
        source: await source(commands),
        majorVersion,
      }),
    );
    await settled();
    const { majorVersion: major, minorVersion: minor } = made.environmentTemplateVersion ?? {};
    const at = { templateName: 'one', majorVersion: major ?? '', minorVersion: minor ?? '' };
    if (isPublished) await client.send(new UpdateEnvironmentTemplateVersionCommand({ ...at, status: 'PUBLISHED' }));
    return at;
  };
  const end = async (result: Provisioned) => {
    const id = provisioner.works.at(-1)?.id ?? '';
    provisioner.ends.set(id, result);
    await deploymentProvisioned(id, ports);
    await settled();
  };
  return { ...room, create, get, update, cancel, remove, version, end };
}
