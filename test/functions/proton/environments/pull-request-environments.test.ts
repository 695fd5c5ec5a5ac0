import {
  CreateRepositoryCommand,
  DeleteEnvironmentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  NotifyResourceDeploymentStatusChangeCommand,
} from '@aws-sdk/client-proton';
import {
  pullRequestProvisioner,
  type PullRequestState,
} from '../../../../functions/ports/pull-request/pull-request-provisioner.ts';
import { terraform } from '../bundle-files.ts';
import { dyingAt } from '../dying.ts';
import { fakeRepositories } from '../fake-repositories.ts';
import { openEnvironments, specOf } from './environments-room.ts';

const arn = 'arn:aws:proton:us-east-1:000000000000:environment/dev';
const provisioningRepository = { provider: 'GITHUB', name: 'me/infra', branch: 'main' } as const;

/** The room with an environment `dev` whose pull request is open, unless its repository says otherwise. */
async function opened(trouble?: 'refused') {
  const room = await openEnvironments();
  const { client, provisioner, settled, create, get, clock } = room;
  const repositories = fakeRepositories();
  Object.assign(provisioner, pullRequestProvisioner(repositories.find));
  await room.environmentTemplate('tf', terraform);
  const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
  await client.send(new CreateRepositoryCommand({ provider: 'GITHUB', name: 'me/infra', connectionArn }));
  repositories.trouble = () => trouble;
  await create({ templateName: 'tf', codebuildRoleArn: undefined, provisioningRepository });
  await settled();
  /** What somebody does with the pull request that was opened last. */
  const becomes = (state: PullRequestState) => Object.assign(repositories.pulls.at(-1) ?? {}, { state });
  const pulls = () => repositories.pulls.map(({ state }) => state);
  const after = async (seconds: number) => {
    clock.advance(seconds * 1000);
    await settled();
  };
  const notify = async (status: 'SUCCEEDED' | 'FAILED') => {
    await client.send(new NotifyResourceDeploymentStatusChangeCommand({ resourceArn: arn, status }));
    await settled();
  };
  const status = async () => (await get())?.deploymentStatus;
  const gone = async () => {
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  };
  const statuses = async () =>
    ((await client.send(new ListDeploymentsCommand({ environmentName: 'dev' }))).deployments ?? []).map(
      ({ deploymentStatus }) => deploymentStatus,
    );
  const deployment = async (id = '') => (await client.send(new GetDeploymentCommand({ id }))).deployment;
  return { ...room, repositories, becomes, pulls, after, notify, status, gone, statuses, deployment };
}

describe('an environment that a pull request makes', () => {
  it('is cancelled when somebody closes it, and can be updated or deleted then', async () => {
    const { becomes, after, get, update, remove, settled, gone, pulls } = await opened();
    becomes('closed');

    await after(60);

    expect(await get()).toMatchObject({
      deploymentStatus: 'CANCELLED',
      deploymentStatusMessage: 'The pull request was closed without being merged.',
    });
    await update({ spec: specOf('again') });
    await settled();
    expect(pulls()).toEqual(['closed', 'open']);
    becomes('closed');
    await after(60);
    await remove();
    await settled();
    await gone();
    // Nothing was ever made that a third could take away.
    expect(pulls()).toEqual(['closed', 'closed']);
  });

  it('may wait for longer than a day, and costs a look an hour', async () => {
    const { after, status, becomes, provisioner } = await opened();
    let looks = 0;
    const { look } = provisioner;
    provisioner.look = (...given) => {
      looks += 1;
      return look(...given);
    };

    for (let hour = 0; hour < 30; hour++) await after(3600);

    expect(await status()).toBe('IN_PROGRESS');
    expect(looks).toBeGreaterThanOrEqual(25);
    expect(looks).toBeLessThanOrEqual(30);
    becomes('closed');
    await after(3600);
    expect(await status()).toBe('CANCELLED');
  });

  it('waits for somebody’s word once it is merged', async () => {
    const { becomes, after, notify, status } = await opened();
    becomes('merged');
    await after(60);
    await after(30 * 86_400);
    const before = await status();

    await notify('SUCCEEDED');

    expect([before, await status()]).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
  });

  it('is deleted while the pull request is open, which is closed', async () => {
    const { get, remove, settled, after, gone, pulls, statuses, deployment, ports } = await opened();
    const first = (await get())?.lastAttemptedDeploymentId;

    await after(1);
    const answers = [await remove(), await remove()];
    await settled();

    expect(answers.map(({ environment }) => environment?.deploymentStatus)).toEqual([
      'DELETE_IN_PROGRESS',
      'DELETE_IN_PROGRESS',
    ]);
    await gone();
    expect(pulls()).toEqual(['closed']);
    expect(await statuses()).toEqual(['DELETE_COMPLETE', 'CANCELLED']);
    expect(await deployment(first)).toMatchObject({ deploymentStatusMessage: 'User initiated cancellation.' });
    expect((await ports.store.list({ partition: 'proton#open', index: 'status' })).items).toEqual([]);
  });

  it('is deleted by a pull request of its own where the first was merged meanwhile', async () => {
    const { becomes, remove, settled, after, gone, pulls, statuses, repositories } = await opened();
    becomes('merged');
    await after(1);

    await remove();
    await settled();

    await gone();
    expect(pulls()).toEqual(['merged', 'open']);
    expect(await statuses()).toEqual(['DELETE_COMPLETE', 'FAILED']);
    expect(repositories.pulls[1]?.files).toEqual(['dev/.proton/deployment-metadata.json']);
  });

  it('is deleted while the pull request is only being opened', async () => {
    const { create, client, remove, settled, repositories, pulls } = await opened();
    await remove();
    repositories.opening = async () => {
      repositories.opening = async () => {};
      await client.send(new DeleteEnvironmentCommand({ name: 'other' }));
    };

    await create({ name: 'other', templateName: 'tf', codebuildRoleArn: undefined, provisioningRepository });
    await settled();

    expect(pulls()).toEqual(['closed', 'closed']);
  });

  it('is as it was told where it was merged, and a cancel finds the program that opened it gone', async () => {
    const { becomes, notify, update, cancel, settled, status, after, ports } = await opened();
    becomes('merged');
    await notify('SUCCEEDED');
    const live = dyingAt(ports, 'isStarted');
    await update({ spec: specOf('again') });
    await settled();
    becomes('merged');
    await notify('SUCCEEDED');
    await cancel();
    live();

    await after(1);

    expect(await status()).toBe('SUCCEEDED');
  });

  it('is not gone because somebody says so before its pull request is open', async () => {
    const { becomes, notify, remove, settled, status, repositories, pulls, after, gone } = await opened();
    becomes('merged');
    await notify('SUCCEEDED');
    repositories.trouble = () => 'unreachable';
    await remove();
    await settled();

    await notify('SUCCEEDED');

    expect(await status()).toBe('DELETE_IN_PROGRESS');
    repositories.trouble = () => undefined;
    await after(60);
    expect(pulls()).toEqual(['merged', 'open']);
    await gone();
  });

  it('is deleted once its repository can be reached again', async () => {
    const { remove, after, settled, status, gone, repositories, pulls } = await opened();
    repositories.trouble = () => 'unreachable';
    await remove();
    await settled();
    await after(120);
    const meanwhile = await status();
    repositories.trouble = () => undefined;

    await after(120);

    expect(meanwhile).toBe('DELETE_IN_PROGRESS');
    await gone();
    expect(pulls()).toEqual(['closed']);
  });

  it('is deleted at the second attempt where its repository lets nobody in any more', async () => {
    const { remove, settled, get, gone, repositories } = await opened();
    repositories.trouble = () => 'refused';
    await remove();
    await settled();
    const failed = await get();

    await remove();
    await settled();

    expect(failed).toMatchObject({
      deploymentStatus: 'DELETE_FAILED',
      deploymentStatusMessage: 'There is no token. Delete it again to do without a pull request.',
    });
    await gone();
  });

  it('is deleted at once where no pull request could be opened', async () => {
    const { remove, settled, get, gone } = await opened('refused');
    expect(await get()).toMatchObject({ deploymentStatus: 'FAILED', deploymentStatusMessage: 'There is no token.' });

    await remove();
    await settled();

    await gone();
  });

  it('cannot be cancelled, nor updated before it is', async () => {
    const { cancel, update } = await opened();

    for (const operation of [cancel, update])
      await expect(operation()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it.each([
    ['open', 'CANCELLED', 'User initiated cancellation.'],
    ['closed', 'CANCELLED', 'User initiated cancellation.'],
    ['merged', 'FAILED', 'The pull request was merged already, so it could not be closed.'],
  ] as const)('ends the update that is cancelled when its pull request is %s', async (state, end, message) => {
    const { becomes, notify, update, cancel, settled, get } = await opened();
    becomes('merged');
    await notify('SUCCEEDED');
    await update({ spec: specOf('again') });
    await settled();
    becomes(state);

    await cancel();
    await settled();

    expect(await get()).toMatchObject({
      deploymentStatus: end,
      deploymentStatusMessage: message,
      spec: specOf('ahoy'),
    });
  });

  it('is cancelled, or fails after a day, where its repository cannot be reached', async () => {
    const { becomes, notify, update, cancel, settled, after, get, repositories } = await opened();
    becomes('merged');
    await notify('SUCCEEDED');
    await update({ spec: specOf('again') });
    await settled();
    await after(40 * 86_400);
    repositories.trouble = () => 'unreachable';

    await cancel();
    await settled();
    expect(await get()).toMatchObject({ deploymentStatus: 'CANCELLING' });
    for (const hours of [1, 24, 1]) await after(hours * 3600);

    expect(await get()).toMatchObject({
      deploymentStatus: 'FAILED',
      deploymentStatusMessage: 'The deployment did not end within 24 hours.',
    });
  });
});
