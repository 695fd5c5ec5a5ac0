import { GetServiceCommand, UpdateServiceSyncConfigCommand } from '@aws-sdk/client-proton';
import { meanwhile } from '../meanwhile.ts';
import { specOf } from '../services/services-room.ts';
import { config, linked, openSyncs, opsOf } from './syncs-room.ts';

describe('the sync of a service', () => {
  let room: Awaited<ReturnType<typeof openSyncs>>;
  beforeEach(async () => void (room = await openSyncs()));
  afterEach(() => room.removeFolder());

  it('makes and updates instances as a push has them, in the order of the ops file', async () => {
    const { begin, pushSpec, sync, begun, instances, instance, get } = room;
    await begin();
    pushSpec({ three: 3, one: 7, two: 2 });

    await sync();

    expect(begun()).toEqual([
      'create app/service-instance/three',
      'update app/service-instance/one',
      'update app/service-instance/two',
    ]);
    expect(await instances()).toEqual([
      ['one', 'SUCCEEDED'],
      ['three', 'SUCCEEDED'],
      ['two', 'SUCCEEDED'],
    ]);
    expect((await instance('one'))?.spec).toBe(specOf({ three: 3, one: 7, two: 2 }));
    expect((await get())?.spec).toBe(specOf({ three: 3, one: 7, two: 2 }));
  });

  it('deploys again what a later push changes, and nothing else', async () => {
    const { begin, pushSpec, sync, begun, provisioner } = room;
    await begin();
    pushSpec({ one: 3, two: 4 });
    await sync();
    provisioner.works.length = 0;
    pushSpec({ one: 3, two: 5 });

    await sync();
    await sync();

    expect(begun()).toEqual(['update app/service-instance/two']);
    expect(JSON.stringify(provisioner.works[0]?.inputs)).toContain('"size":5');
  });

  it('takes each spec from its own branch', async () => {
    const { begin, push, sync, begun, provisioner, status } = room;
    await begin();
    push({ 'ops/proton-ops.yaml': opsOf({ one: 'spec.yaml@dev', two: './spec.yaml@prod' }) });
    const dev = push({ 'spec.yaml': specOf({ one: 8 }) }, 'dev');
    const prod = push({ 'spec.yaml': specOf({ two: 9 }) }, 'prod');
    await sync();
    expect(begun()).toEqual(['update app/service-instance/one', 'update app/service-instance/two']);
    provisioner.works.length = 0;
    const later = push({ 'spec.yaml': specOf({ two: 5 }) }, 'prod');

    await sync();

    expect(begun()).toEqual(['update app/service-instance/two']);
    expect((await status('one')).desiredState).toEqual({ ...linked, branch: 'dev', sha: dev, directory: '.' });
    expect(await status('two')).toMatchObject({
      latestSync: {
        status: 'SUCCEEDED',
        initialRevision: { branch: 'prod', sha: prod },
        targetRevision: { sha: later },
      },
      desiredState: { branch: 'prod', sha: later },
    });
  });

  it('tells what came of it', async () => {
    const { begin, pushSpec, sync, status, ofBranch } = room;
    await begin();
    expect(await ofBranch()).toBeUndefined();
    expect((await status('one')).latestSync).toBeUndefined();
    const sha = pushSpec({ one: 3 });

    await sync();

    const revision = { ...linked, branch: 'main', sha, directory: 'app' };
    expect(await status('one')).toMatchObject({
      latestSync: {
        status: 'SUCCEEDED',
        target: 'one',
        initialRevision: revision,
        targetRevision: revision,
        events: [
          { type: 'SYNC_IN_PROGRESS', externalId: sha },
          { type: 'DEPLOYMENT_SUCCEEDED', event: expect.stringContaining('is SUCCEEDED.') },
        ],
      },
      latestSuccessfulSync: { status: 'SUCCEEDED' },
      desiredState: revision,
    });
    expect(await ofBranch()).toMatchObject({
      status: 'SUCCEEDED',
      events: [{ type: 'CLONE_STARTED' }, { type: 'CONFIG_UPDATED' }, { type: 'STARTING_SYNC', externalId: sha }],
    });
  });

  it('says what is wrong with a spec, and goes on with the next push', async () => {
    const { begin, push, pushSpec, sync, status, begun, blockers } = room;
    await begin();
    const why = async (name: string) => (await status(name)).latestSync?.events?.[0]?.event;
    push({
      'ops/proton-ops.yaml': opsOf({ one: 'app/none.yaml', two: 'app/spec.yaml', three: 'app/spec.yaml' }),
      'app/spec.yaml': specOf({ two: 99 }),
    });
    await sync();
    expect(await why('one')).toBe('app/none.yaml is missing from the branch main.');
    expect(await why('two')).toContain('maximum');
    expect(await why('three')).toBe('The spec is not valid: instances has no instance named three.');
    expect(await status('three')).toMatchObject({ latestSync: { status: 'FAILED' } });
    expect(begun()).toEqual([]);
    expect(await blockers('two')).toEqual([]);

    pushSpec({ two: 3 });
    await sync();

    expect(begun()).toEqual(['update app/service-instance/two']);
    expect(await status('two')).toMatchObject({ latestSync: { status: 'SUCCEEDED' } });
    await expect(status('three')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is good again when a push takes a bad one back', async () => {
    const { begin, pushSpec, sync, status, begun } = room;
    await begin();
    pushSpec({ one: 3 });
    await sync();
    pushSpec({ one: 99 });
    await sync();
    expect((await status('one')).latestSync?.status).toBe('FAILED');
    pushSpec({ one: 3 });

    await sync();

    expect((await status('one')).latestSync?.status).toBe('SUCCEEDED');
    expect(begun()).toHaveLength(1);
  });

  it.each([
    ['no file', {}, 'ops/proton-ops.yaml is missing from the branch main.'],
    ['no YAML', { 'ops/proton-ops.yaml': 'a: [' }, 'ops/proton-ops.yaml is no ops file: '],
    ['another service', { 'ops/proton-ops.yaml': 'sync: {services: {other: {}}}' }, 'sync.services.app must be a map'],
    [
      'a way out',
      { 'ops/proton-ops.yaml': opsOf({ one: '../x' }) },
      'sync.services.app.one.spec must be the path of a file',
    ],
    ['no branch', { 'ops/proton-ops.yaml': 'sync: {services: {app: {one: {spec: x}}}}' }, 'one.branch must be'],
    ['a bad name', { 'ops/proton-ops.yaml': 'sync: {services: {app: {a/b: {}}}}' }, '"a/b" is no name of an instance.'],
    [
      'too many instances',
      { 'ops/proton-ops.yaml': opsOf(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`i${at}`, 'x']))) },
      'app has 21 instances, a service at most 20.',
    ],
  ])('says what is wrong with an ops file: %s', async (_, files, message) => {
    const { begin, push, sync, ofBranch, begun } = room;
    await begin();
    push({ 'README.md': 'x', ...files });

    await sync();
    await sync();

    const latest = await ofBranch();
    expect(latest?.status).toBe('FAILED');
    expect(latest?.events?.[0]?.event).toContain(message);
    expect(begun()).toEqual([]);
  });

  it('of a branch that is not there says so, and goes on when it is', async () => {
    const { begin, pushSpec, sync, ofBranch, begun } = room;
    await begin();
    await sync();
    expect((await ofBranch())?.events?.[0]?.event).toBe('The repository me/app with the branch main cannot be found.');
    pushSpec({ one: 3 });

    await sync();

    expect(begun()).toEqual(['update app/service-instance/one']);
    expect(await ofBranch()).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('waits for a deployment that goes on', async () => {
    const { begin, pushSpec, sync, status, end, begun, provisioner } = room;
    await begin();
    provisioner.outcome = () => ({ state: 'InProgress' });
    pushSpec({ one: 3 });
    await sync();
    expect((await status('one')).latestSync?.status).toBe('IN_PROGRESS');
    pushSpec({ one: 4 });
    await sync();
    expect(begun()).toHaveLength(1);
    await end('service-instance/one', { state: 'Succeeded', outputs: [], resources: [] });
    expect((await status('one')).latestSync?.status).toBe('SUCCEEDED');

    await sync();

    expect(begun()).toHaveLength(2);
    expect(JSON.stringify(provisioner.works[1]?.inputs)).toContain('"size":4');
  });

  it('waits for a change of the service itself, and says so', async () => {
    const { begin, pushSpec, sync, status, end, begun, provisioner, update, resolve, blockers } = room;
    provisioner.outcome = () => ({ state: 'InProgress' });
    await update(specOf({ one: 1, two: 2, three: 3 }));
    await room.settled();
    await begin();
    pushSpec({ one: 3 });
    await sync();
    expect(await status('one')).toMatchObject({
      latestSync: {
        status: 'INITIATED',
        events: [{ event: 'The service app is UPDATE_IN_PROGRESS and cannot be changed.' }],
      },
    });
    provisioner.outcome = () => ({ state: 'Succeeded', outputs: [], resources: [] });
    await end('service-instance/three', { state: 'Succeeded', outputs: [], resources: [] });

    await sync();

    expect(begun()).toContain('update app/service-instance/one');
    expect(await blockers('one')).toEqual([]);
    expect((await status('one')).latestSync?.status).toBe('SUCCEEDED');
    await expect(resolve('app/one/none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('deploys once what two looks at the same moment see', async () => {
    const { begin, pushSpec, sync, begun } = room;
    await begin();
    pushSpec({ one: 3, three: 4 });

    await Promise.all([sync(), sync()]);
    await sync();

    expect(begun().sort()).toEqual(['create app/service-instance/three', 'update app/service-instance/one']);
  });

  it('deploys nothing of an older push by a look that is slow', async () => {
    const { begin, pushSpec, sync, begun, instance, ports } = room;
    await begin();
    pushSpec({ one: 3 });
    meanwhile(ports, { reading: 'proton#service-instance-sync#' }, async () => {
      pushSpec({ one: 4 });
      await sync();
    });

    await sync();
    await sync();

    expect(begun()).toEqual(['update app/service-instance/one']);
    expect((await instance('one'))?.spec).toContain('4');
  });

  it('deploys once, also where a crash came between', async () => {
    const { begin, pushSpec, sync, begun, ports } = room;
    await begin();
    pushSpec({ one: 3 });
    const write = ports.store.write.bind(ports.store);
    let isCut = false;
    // The deployment is written, that the commit was seen to is not.
    ports.store.write = async (changes) => {
      const isConfig = changes.length === 1 && JSON.stringify(changes).includes('"isDone":true');
      if (isConfig && !isCut) {
        isCut = true;
        throw new Error('the power is gone');
      }
      return write(changes);
    };

    await sync();
    await sync();

    expect(isCut).toBe(true);
    expect(begun()).toEqual(['update app/service-instance/one']);
  });

  it('leaves other services and the pipeline alone', async () => {
    const { begin, push, sync, begun, client } = room;
    await begin();
    push({
      'ops/proton-ops.yaml': `${opsOf({ one: 'spec.yaml' })}\n    other: {x: {branch: main, spec: y}}\n`,
      'spec.yaml': specOf({ one: 4, two: 9 }, 'elsewhere'),
    });

    await sync();

    expect(begun()).toEqual(['update app/service-instance/one']);
    expect((await client.send(new GetServiceCommand({ name: 'app' }))).service?.pipeline?.deploymentStatus).toBe(
      'SUCCEEDED',
    );
  });

  it('goes on from another branch when the config says so', async () => {
    const { begin, push, sync, begun, client } = room;
    await begin();
    push({ 'ops/proton-ops.yaml': opsOf({ one: 'spec.yaml@next' }), 'spec.yaml': specOf({ one: 6 }) }, 'next');
    await sync();
    expect(begun()).toEqual([]);
    await client.send(new UpdateServiceSyncConfigCommand({ ...config, branch: 'next' }));

    await sync();

    expect(begun()).toEqual(['update app/service-instance/one']);
  });
});
