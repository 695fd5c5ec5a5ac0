import { DeleteEnvironmentTemplateVersionCommand } from '@aws-sdk/client-proton';
import { commands } from '../bundle-files.ts';
import { done, failed } from '../fake-provisioner.ts';
import { openEnvironments, running, specOf } from './environments-room.ts';

describe('an environment that is not at rest', () => {
  it('can be cancelled while an update goes on', async () => {
    const { create, update, cancel, get, settled, provisioner } = await openEnvironments();
    await create();
    await settled();
    provisioner.outcome = () => running;
    await update({ spec: specOf('new') });
    await settled();
    provisioner.outcome = () => ({ state: 'Cancelled', message: 'User initiated cancellation.' });

    const answer = await cancel();
    await settled();

    expect(answer).toMatchObject({ deploymentStatus: 'CANCELLING' });
    expect(provisioner.cancelled).toHaveLength(1);
    expect(await get()).toMatchObject({
      deploymentStatus: 'CANCELLED',
      deploymentStatusMessage: 'User initiated cancellation.',
      spec: specOf('ahoy'),
    });
  });

  it('succeeds where a cancel comes too late', async () => {
    const { create, update, cancel, get, settled, provisioner } = await openEnvironments();
    await create();
    await settled();
    provisioner.outcome = () => running;
    await update({ spec: specOf('new') });
    await settled();
    provisioner.outcome = () => done;
    await cancel();
    await settled();

    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED', spec: specOf('new') });
  });

  it('cannot be cancelled, updated or deleted while it is made', async () => {
    const { create, cancel, update, remove, settled, provisioner } = await openEnvironments();
    provisioner.outcome = () => running;
    await create();
    await settled();

    for (const operation of [cancel, update, remove])
      await expect(operation()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('is looked at again when the time has come', async () => {
    const { create, get, settled, provisioner, clock } = await openEnvironments();
    provisioner.outcome = () => ({ state: 'InProgress', memo: { build: '1' }, lookAfter: 20 });
    await create();
    await settled();
    provisioner.outcome = () => done;
    clock.advance(19_000);
    await settled();
    const before = (await get())?.deploymentStatus;
    clock.advance(1_000);
    await settled();

    expect([before, (await get())?.deploymentStatus]).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
  });

  it('fails when it takes longer than a day', async () => {
    const { create, get, settled, provisioner, clock } = await openEnvironments();
    provisioner.outcome = () => ({ state: 'InProgress', lookAfter: 43_201 });
    await create();
    for (let day = 0; day < 3; day++) {
      await settled();
      clock.advance(43_201_000);
    }
    await settled();

    expect(await get()).toMatchObject({
      deploymentStatus: 'FAILED',
      deploymentStatusMessage: 'The deployment did not end within 24 hours.',
    });
    expect(provisioner.cancelled).toHaveLength(1);
  });

  it('fails, and can be deleted, where the provisioner never answers', async () => {
    const { create, get, remove, provisioner, clock } = await openEnvironments();
    provisioner.start = () => new Promise(() => undefined);
    await create();
    const hanging = async () => {
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    for (let attempt = 0; attempt < 15; attempt++) {
      await hanging();
      clock.advance(331_000);
    }
    await hanging();

    const ended = await get();
    provisioner.start = async () => done;
    await remove();
    await hanging();

    expect(ended).toMatchObject({
      deploymentStatus: 'FAILED',
      deploymentStatusMessage: 'The deployment failed because of an internal error. Update the resource to try again.',
    });
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is deleted, and once more without harm', async () => {
    const { create, remove, get, settled, provisioner } = await openEnvironments();
    await create({ tags: [{ key: 'team', value: 'blue' }] });
    await settled();

    expect((await remove()).environment).toMatchObject({ deploymentStatus: 'DELETE_IN_PROGRESS' });
    await settled();

    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await remove()).environment).toBeUndefined();
    expect(provisioner.works.map(({ action }) => action)).toEqual(['create', 'delete']);
    expect(provisioner.works.at(-1)?.manifest?.deprovision).toEqual(['true']);
  });

  it('can be deleted again when that failed', async () => {
    const { create, remove, get, update, settled, provisioner } = await openEnvironments();
    await create();
    await settled();
    provisioner.outcome = () => failed;
    await remove();
    await settled();

    expect(await get()).toMatchObject({ deploymentStatus: 'DELETE_FAILED' });
    await expect(update()).rejects.toMatchObject({ name: 'ConflictException' });
    provisioner.outcome = () => done;
    await remove();
    await settled();
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('that was never set up is deleted without provisioning', async () => {
    const { create, remove, settled, get, provisioner, environmentTemplate } = await openEnvironments();
    const manifest = (commands['infrastructure/manifest.yaml'] ?? '').replace(
      'inputs.greeting',
      'inputs.nothing.at.all',
    );
    await environmentTemplate('broken', { ...commands, 'infrastructure/manifest.yaml': manifest });
    await create({ templateName: 'broken' });
    await settled();

    expect(await get()).toMatchObject({ deploymentStatus: 'FAILED' });
    expect((await get())?.deploymentStatusMessage).toMatch(
      /^Rendering failed: infrastructure\/manifest.yaml, line 1, column \d+: UndefinedError: /,
    );
    await remove();
    await settled();
    expect(provisioner.works).toEqual([]);
  });

  it('keeps its version from being deleted, also one that an update leads to', async () => {
    const { create, update, version, client, settled, provisioner, end } = await openEnvironments();
    await create();
    await settled();
    const next = await version('1', false);
    await version('1');
    const remove = (minorVersion: string) =>
      client.send(
        new DeleteEnvironmentTemplateVersionCommand({ templateName: 'one', majorVersion: '1', minorVersion }),
      );
    provisioner.outcome = () => running;
    await update({ deploymentType: 'MINOR_VERSION', templateMinorVersion: next.minorVersion });
    await settled();

    for (const minor of ['0', '1']) await expect(remove(minor)).rejects.toMatchObject({ name: 'ConflictException' });
    await end(done);
    expect((await remove('0')).environmentTemplateVersion?.minorVersion).toBe('0');
    await expect(remove('1')).rejects.toMatchObject({ name: 'ConflictException' });
  });
});
