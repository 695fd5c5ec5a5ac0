import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-proton';
import { syncRepositories } from '../../../../functions/proton/tasks/sync-repositories.ts';
import { gitSources } from '../../../../local/provisioner/git-sources.ts';
import { pushedTo } from '../../../local/provisioner/pushed-to.ts';
import { openServices, specOf } from '../services/services-room.ts';

const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
export const linked = { repositoryName: 'me/app', repositoryProvider: 'GITHUB' } as const;
export const config = { serviceName: 'app', ...linked, branch: 'main', filePath: './ops/proton-ops.yaml' };

/** An ops file of the service `app`: instances by name, each with its spec and, if not main, its branch. */
export const opsOf = (instances: Record<string, string>): string =>
  [
    'sync:',
    '  services:',
    '    app:',
    ...Object.entries(instances).map(([name, at]) => {
      const [spec, branch = 'main'] = at.split('@');
      return `      ${name}: {branch: ${branch}, spec: ${spec}}`;
    }),
  ].join('\n');

/** The room with the service `app` of the instances `one` and `two`, a linked Git repository, and what a minute of the server does. */
export async function openSyncs() {
  const room = await openServices();
  const { client, settled, ports, provisioner } = room;
  const folder = mkdtempSync(join(tmpdir(), 'service-syncs-'));
  Object.assign(ports, { sources: gitSources(join(folder, 'repositories')) });
  await room.create({ spec: specOf({ one: 1, two: 2 }) });
  await settled();
  provisioner.works.length = 0;
  await client.send(new sdk.CreateRepositoryCommand({ name: 'me/app', provider: 'GITHUB', connectionArn }));
  const push = (files: Record<string, string>, branch = 'main') => pushedTo(folder, 'me/app', files, branch);
  /** Pushes an ops file for these instances, and their one spec. */
  const pushSpec = (sizes: Record<string, number>) =>
    push({
      'ops/proton-ops.yaml': opsOf(Object.fromEntries(Object.keys(sizes).map((name) => [name, './app/spec.yaml']))),
      'app/spec.yaml': specOf(sizes),
    });
  const sync = async () => {
    await room.asFunction('ProtonSync', () => syncRepositories(ports));
    await settled();
  };
  const begin = async (input: Partial<sdk.CreateServiceSyncConfigCommandInput> = {}) =>
    (await client.send(new sdk.CreateServiceSyncConfigCommand({ ...config, ...input }))).serviceSyncConfig;
  const status = (serviceInstanceName: string) =>
    client.send(new sdk.GetServiceInstanceSyncStatusCommand({ serviceName: 'app', serviceInstanceName }));
  const blockers = async (serviceInstanceName?: string) =>
    (await client.send(new sdk.GetServiceSyncBlockerSummaryCommand({ serviceName: 'app', serviceInstanceName })))
      .serviceSyncBlockerSummary?.latestBlockers ?? [];
  const resolve = (id: string | undefined, resolvedReason = 'mended') =>
    client.send(new sdk.UpdateServiceSyncBlockerCommand({ id, resolvedReason }));
  const ofBranch = async (branch = 'main') =>
    (await client.send(new sdk.GetRepositorySyncStatusCommand({ ...linked, branch, syncType: 'SERVICE_SYNC' })))
      .latestSync;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { ...room, folder, push, pushSpec, sync, begin, status, blockers, resolve, ofBranch, removeFolder: remove };
}
