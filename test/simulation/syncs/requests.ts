import { createRepository } from '../../../functions/proton/repositories/create-repository.ts';
import { createServiceSyncConfig } from '../../../functions/proton/service-syncs/create-service-sync-config.ts';
import { deleteServiceSyncConfig } from '../../../functions/proton/service-syncs/delete-service-sync-config.ts';
import { updateServiceSyncBlocker } from '../../../functions/proton/service-syncs/update-service-sync-blocker.ts';
import { syncRepositories } from '../../../functions/proton/tasks/sync-repositories.ts';
import { createTemplateSyncConfig } from '../../../functions/proton/template-syncs/create-template-sync-config.ts';
import { callerOf } from '../automation/requests.ts';
import type { World } from '../world.ts';
import { opsFile } from './repository.ts';

const admin = callerOf('admin');
const linked = { repositoryName: 'me/app', repositoryProvider: 'GITHUB', branch: 'main' } as const;

/** Links the repository and makes it the source of the template `base`. */
export const link = (world: World) =>
  world.request(async (gated) => {
    const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
    await createRepository({ name: 'me/app', provider: 'GITHUB', connectionArn }, gated, admin);
    await createTemplateSyncConfig({ templateName: 'base', templateType: 'ENVIRONMENT', ...linked }, gated, admin);
    return undefined;
  });

/** Lets the repository say what is deployed of the service. */
export const beginSync = (world: World) =>
  world.request(async (gated) => {
    await createServiceSyncConfig({ serviceName: 'app', ...linked, filePath: opsFile }, gated, admin);
    return { what: 'sync', id: 'app' };
  });

export const endSync = (world: World) =>
  world.request(async (gated) => {
    await deleteServiceSyncConfig({ serviceName: 'app' }, gated, admin);
    return undefined;
  });

/** What the program does every minute, and sometimes twice at once. */
export const look = (world: World) =>
  world.request(async (gated) => {
    await syncRepositories(gated);
    return undefined;
  });

export const resolve = (world: World, id: string) =>
  world.request(async (gated) => {
    await updateServiceSyncBlocker({ id, resolvedReason: 'mended' }, gated, admin);
    return { what: 'resolved', id };
  });
