import {
  CancelServiceInstanceDeploymentCommand,
  CreateServiceInstanceCommand,
  DeleteServiceSyncConfigCommand,
} from '@aws-sdk/client-proton';
import { meanwhile } from '../meanwhile.ts';
import { specOf } from '../services/services-room.ts';
import { openSyncs } from './syncs-room.ts';

describe('a blocker of a service sync', () => {
  let room: Awaited<ReturnType<typeof openSyncs>>;
  beforeEach(async () => void (room = await openSyncs()));
  afterEach(() => room.removeFolder());

  it('is made by a deployment that fails; resolved, the sync goes on', async () => {
    const { begin, pushSpec, sync, status, blockers, resolve, begun, provisioner, clock } = room;
    await begin();
    provisioner.outcome = ({ target }) =>
      target.arn.endsWith('/one')
        ? { state: 'Failed', message: 'no room' }
        : { state: 'Succeeded', outputs: [], resources: [] };
    const sha = pushSpec({ one: 3, two: 3 });
    await sync();
    expect(begun()).toEqual(['update app/service-instance/one', 'update app/service-instance/two']);
    expect((await status('one')).latestSync).toMatchObject({ status: 'FAILED' });
    expect((await status('one')).latestSuccessfulSync).toBeUndefined();
    expect((await status('two')).latestSync).toMatchObject({ status: 'SUCCEEDED' });
    const [blocker] = await blockers('one');
    expect(blocker).toMatchObject({
      type: 'AUTOMATED',
      status: 'ACTIVE',
      createdAt: new Date(clock.now()),
      createdReason: expect.stringMatching(/^The deployment \S+ is FAILED: no room$/),
      contexts: [{ key: 'DEPLOYMENT_ID' }, { key: 'REVISION', value: sha }],
    });
    expect(await blockers()).toEqual([]);

    provisioner.outcome = () => ({ state: 'Succeeded', outputs: [], resources: [] });
    pushSpec({ one: 4, two: 4 });
    await sync();
    expect(begun().slice(2)).toEqual(['update app/service-instance/two']);
    const resolved = await resolve(blocker?.id);
    expect(resolved).toMatchObject({
      serviceName: 'app',
      serviceInstanceName: 'one',
      serviceSyncBlocker: {
        id: blocker?.id,
        status: 'RESOLVED',
        resolvedReason: 'mended',
        resolvedAt: new Date(clock.now()),
      },
    });
    await sync();

    expect(begun().slice(3)).toEqual(['update app/service-instance/one']);
    expect((await status('one')).latestSync).toMatchObject({ status: 'SUCCEEDED' });
    expect(await blockers('one')).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('lets the same commit be tried again', async () => {
    const { begin, pushSpec, sync, blockers, resolve, begun, provisioner } = room;
    await begin();
    provisioner.outcome = () => ({ state: 'Failed', message: 'no room' });
    pushSpec({ one: 3 });
    await sync();
    await sync();
    expect(begun()).toHaveLength(1);
    await resolve((await blockers('one'))[0]?.id);

    await sync();

    expect(begun()).toHaveLength(2);
    expect((await blockers('one')).map(({ status }) => status)).toEqual(['ACTIVE', 'RESOLVED']);
  });

  it('is made by an update by hand, which Git overwrites when it is resolved', async () => {
    const { begin, pushSpec, sync, blockers, resolve, begun, updateInstance, settled, provisioner } = room;
    await begin();
    pushSpec({ one: 3, two: 3 });
    await sync();
    await updateInstance('one', { spec: specOf({ one: 8, two: 3 }) });
    await settled();
    await updateInstance('one');
    await settled();
    expect(await blockers('one')).toMatchObject([
      { status: 'ACTIVE', createdReason: 'UpdateServiceInstance changed one.', contexts: [] },
    ]);
    provisioner.works.length = 0;
    pushSpec({ one: 4, two: 4 });
    await sync();
    expect(begun()).toEqual(['update app/service-instance/two']);

    await resolve((await blockers('one'))[0]?.id);
    await sync();

    expect(begun()).toEqual(['update app/service-instance/two', 'update app/service-instance/one']);
    expect(JSON.stringify(provisioner.works[1]?.inputs)).toContain('"size":4');
  });

  it('of a change by hand lets what Git said before be deployed again', async () => {
    const { begin, pushSpec, sync, blockers, resolve, begun, updateInstance, settled, provisioner } = room;
    await begin();
    pushSpec({ one: 3 });
    await sync();
    await updateInstance('one', { spec: specOf({ one: 8, two: 2 }) });
    await settled();
    provisioner.works.length = 0;
    await resolve((await blockers('one'))[0]?.id);

    await sync();

    expect(begun()).toEqual(['update app/service-instance/one']);
    expect(JSON.stringify(provisioner.works[0]?.inputs)).toContain('"size":3');
  });

  it('is not made by what changes nothing', async () => {
    const { begin, updateInstance, blockers } = room;
    await begin();
    await updateInstance('one', { deploymentType: 'NONE' });
    await expect(updateInstance('one', { spec: specOf({ one: 99 }) })).rejects.toMatchObject({
      name: 'ValidationException',
    });

    expect(await blockers('one')).toEqual([]);
  });

  it('is made by an instance that is made by hand', async () => {
    const { begin, blockers, client, update, settled } = room;
    await begin();
    const three = { serviceName: 'app', name: 'three', spec: specOf({ three: 3 }) };
    await client.send(new CreateServiceInstanceCommand(three));
    await settled();
    await update(specOf({ one: 1, two: 2, three: 3, four: 4 }));
    await settled();

    expect(await blockers('three')).toMatchObject([{ createdReason: 'CreateServiceInstance changed three.' }]);
    expect(await blockers('four')).toMatchObject([{ createdReason: 'UpdateService changed four.' }]);
    expect(await blockers('one')).toEqual([]);
    expect(await blockers()).toEqual([]);
  });

  it('blocks the whole service where an instance is deleted by hand', async () => {
    const { begin, pushSpec, sync, blockers, resolve, begun, update, settled, provisioner } = room;
    await begin();
    pushSpec({ one: 3, two: 3 });
    await sync();
    provisioner.works.length = 0;
    await update(specOf({ one: 3 }));
    await settled();
    expect(await blockers()).toMatchObject([{ status: 'ACTIVE', createdReason: 'UpdateService deleted two.' }]);
    provisioner.works.length = 0;
    pushSpec({ one: 4, two: 4 });
    await sync();
    expect(begun()).toEqual([]);

    const answer = await resolve((await blockers())[0]?.id);
    await sync();

    expect(answer.serviceInstanceName).toBeUndefined();
    expect(begun()).toEqual(['update app/service-instance/one', 'create app/service-instance/two']);
    expect(await blockers()).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('is made by a deployment of the sync that somebody cancels', async () => {
    const { begin, pushSpec, sync, blockers, client, settled, provisioner, end } = room;
    await begin();
    provisioner.outcome = () => ({ state: 'InProgress' });
    pushSpec({ one: 3 });
    await sync();
    const one = { serviceName: 'app', serviceInstanceName: 'one' };
    await client.send(new CancelServiceInstanceDeploymentCommand(one));
    await settled();
    await end('service-instance/one', { state: 'Cancelled', message: 'User initiated cancellation.' });

    expect(await blockers('one')).toMatchObject([
      { createdReason: expect.stringMatching(/is CANCELLED: User initiated cancellation\.$/) },
    ]);
  });

  it('is resolved once, and for one reason', async () => {
    const { begin, updateInstance, blockers, resolve } = room;
    await begin();
    await updateInstance('one');
    const [blocker] = await blockers('one');
    const first = await resolve(blocker?.id, 'by me');

    expect((await resolve(blocker?.id, 'by me')).serviceSyncBlocker).toEqual(first.serviceSyncBlocker);
    await expect(resolve(blocker?.id, 'by you')).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(resolve('')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(resolve(blocker?.id, 'x'.repeat(5001))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is gone with the config', async () => {
    const { begin, updateInstance, blockers, client, settled } = room;
    await begin();
    await updateInstance('one');
    await settled();
    await client.send(new DeleteServiceSyncConfigCommand({ serviceName: 'app' }));
    await expect(blockers('one')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    await begin();

    expect(await blockers('one')).toEqual([]);
  });

  it('does not outlive a config that is deleted at the same moment', async () => {
    const { begin, updateInstance, blockers, client, settled, ports } = room;
    await begin();
    meanwhile(ports, { writing: 'proton#service-instance-sync#' }, () =>
      client.send(new DeleteServiceSyncConfigCommand({ serviceName: 'app' })),
    );
    await updateInstance('one');
    await settled();

    await begin();

    expect(await blockers('one')).toEqual([]);
  });

  it.each(['none', 'app/none', 'app/one/none', 'other/one/none', '//', 'app/one/none/more'])(
    'that is not there is not resolved: %j',
    async (id) => {
      await room.begin();
      await room.updateInstance('one');

      await expect(room.resolve(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    },
  );

  it('is shown of instances that are there', async () => {
    await room.begin();

    await expect(room.blockers('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(room.status('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
