import type { CreateServiceCommandInput } from '@aws-sdk/client-proton';
import { DeleteEnvironmentCommand, ListServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-proton';
import { failed } from '../fake-provisioner.ts';
import { openServices, specOf } from './services-room.ts';

const arn = 'arn:aws:proton:us-east-1:000000000000:service/app';

describe('a service', () => {
  it('deploys its instances, then its pipeline, with what was rendered', async () => {
    const { create, get, instance, settled, provisioner, begun } = await openServices();

    const made = await create({ spec: specOf({ one: 1, two: 2 }, 'lib') });
    await settled();

    expect(made).toMatchObject({ arn, status: 'CREATE_IN_PROGRESS', pipeline: { deploymentStatus: 'IN_PROGRESS' } });
    expect(begun()).toEqual([
      'create app/service-instance/one',
      'create app/service-instance/two',
      'create app/pipeline',
    ]);
    expect(provisioner.works.map(({ manifest }) => manifest?.provision)).toEqual([
      ['deploy app/one 1 in vpc-1'],
      ['deploy app/two 2 in vpc-1'],
      ['build lib for one=u two=u '],
    ]);
    expect(await get()).toMatchObject({
      status: 'ACTIVE',
      pipeline: { deploymentStatus: 'SUCCEEDED', templateMinorVersion: '0' },
    });
    expect(await instance('two')).toMatchObject({
      deploymentStatus: 'SUCCEEDED',
      environmentName: 'dev',
      spec: specOf({ one: 1, two: 2 }, 'lib'),
    });
  });

  it('whose instance fails leaves the pipeline alone', async () => {
    const { create, get, instances, settled, provisioner, begun } = await openServices();
    provisioner.outcome = ({ target }) =>
      target.instance === 'two' ? failed : { state: 'Succeeded', outputs: [], resources: [] };
    await create();
    await settled();

    expect(begun()).not.toContain('create app/pipeline');
    expect(await instances()).toEqual([
      ['one', 'SUCCEEDED'],
      ['two', 'FAILED'],
    ]);
    expect(await get()).toMatchObject({
      status: 'CREATE_FAILED',
      statusMessage: `Service Instance(s): [${arn}/service-instance/two] failed; their deploymentStatusMessage says why.`,
      pipeline: {
        deploymentStatus: 'FAILED',
        deploymentStatusMessage: `Service Instance(s): [${arn}/service-instance/two] failed to deploy - canceling pipeline deployment`,
      },
    });
  });

  it('whose pipeline fails says so', async () => {
    const { create, get, settled, provisioner } = await openServices();
    provisioner.outcome = ({ target }) =>
      target.type === 'SERVICE_PIPELINE' ? failed : { state: 'Succeeded', outputs: [], resources: [] };
    await create();
    await settled();

    expect(await get()).toMatchObject({ status: 'CREATE_FAILED', pipeline: { deploymentStatus: 'FAILED' } });
  });

  it.each<[string, Partial<CreateServiceCommandInput>, string]>([
    ['no template', { templateName: 'none' }, 'ResourceNotFoundException'],
    ['no version', { templateMinorVersion: '7' }, 'ResourceNotFoundException'],
    ['no repository', { repositoryId: undefined }, 'ValidationException'],
    ['no environment', { spec: specOf({ one: 1 }).replace('dev', 'prod') }, 'ResourceNotFoundException'],
    ['an input that breaks a rule', { spec: specOf({ one: 10 }) }, 'ValidationException'],
    ['no instances', { spec: 'proton: ServiceSpec\ninstances: {}\n' }, 'ValidationException'],
    ['two of one name', { spec: specOf({ one: 1 }) + '  - {name: one, environment: dev}\n' }, 'ValidationException'],
    [
      'too many',
      { spec: specOf(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`i${at}`, 1]))) },
      'ValidationException',
    ],
    ['a name that is none', { spec: specOf({ '-x': 1 }) }, 'ValidationException'],
  ])('is refused with %s', async (_, input, name) => {
    const { create, get } = await openServices();

    await expect(create(input)).rejects.toMatchObject({ name });
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is made once by the same request, and by no other', async () => {
    const { create, settled, client } = await openServices();
    await create();
    await settled();

    expect((await create())?.status).toBe('ACTIVE');
    await expect(create({ description: 'x' })).rejects.toMatchObject({ message: 'Idempotent parameter mismatch' });
    await client.send(new UpdateServiceCommand({ name: 'app', description: 'new' }));
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('of twenty instances is made and deleted', async () => {
    const { create, get, remove, settled, instances } = await openServices();
    await create({ spec: specOf(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`i${at}`, 1]))) });
    await settled();
    const { status } = (await get()) ?? {};
    expect([status, (await instances()).length]).toEqual(['ACTIVE', 20]);

    await remove();
    await settled();

    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is deleted with its parts, the pipeline first, and once more without harm', async () => {
    const { create, remove, settled, begun, provisioner, client } = await openServices();
    await create();
    await settled();
    provisioner.works.length = 0;
    await expect(client.send(new DeleteEnvironmentCommand({ name: 'dev' }))).rejects.toMatchObject({
      name: 'ConflictException',
    });

    expect((await remove()).service).toMatchObject({
      status: 'DELETE_IN_PROGRESS',
      pipeline: { deploymentStatus: 'DELETE_IN_PROGRESS' },
    });
    await settled();

    expect(begun()).toEqual([
      'delete app/pipeline',
      'delete app/service-instance/one',
      'delete app/service-instance/two',
    ]);
    expect((await remove()).service).toBeUndefined();
    expect((await client.send(new DeleteEnvironmentCommand({ name: 'dev' }))).environment?.deploymentStatus).toBe(
      'DELETE_IN_PROGRESS',
    );
  });

  it('that could not be deleted can be deleted again', async () => {
    const { create, remove, get, instances, settled, provisioner } = await openServices();
    await create();
    await settled();
    provisioner.outcome = ({ target }) =>
      target.instance === 'one' ? failed : { state: 'Succeeded', outputs: [], resources: [] };
    await remove();
    await settled();

    expect(await get()).toMatchObject({ status: 'DELETE_FAILED' });
    expect(await instances()).toEqual([['one', 'DELETE_FAILED']]);
    provisioner.outcome = () => ({ state: 'Succeeded', outputs: [], resources: [] });
    await remove();
    await settled();
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is listed', async () => {
    const { create, client, settled } = await openServices();
    for (const name of ['b', 'a', 'c']) await create({ name });
    await settled();
    const page = await client.send(new ListServicesCommand({ maxResults: 2 }));
    const next = await client.send(new ListServicesCommand({ maxResults: 2, nextToken: page.nextToken }));

    expect([page, next].map(({ services }) => services?.map(({ name }) => name))).toEqual([['a', 'b'], ['c']]);
  });
});

describe('a spec that changes', () => {
  it('adds instances, drops others, then deploys the pipeline again', async () => {
    const { create, update, get, instances, settled, provisioner, begun } = await openServices();
    await create();
    await settled();
    provisioner.works.length = 0;

    const answer = await update(specOf({ two: 2, three: 3 }));
    const meanwhile = await instances();
    await settled();

    expect(answer).toMatchObject({ status: 'UPDATE_IN_PROGRESS', pipeline: { deploymentStatus: 'IN_PROGRESS' } });
    expect(meanwhile).toContainEqual(['one', 'DELETE_IN_PROGRESS']);
    expect(begun()).toEqual([
      'create app/service-instance/three',
      'delete app/service-instance/one',
      'update app/pipeline',
    ]);
    expect(provisioner.works.at(-1)?.manifest?.provision).toEqual(['build src for two=u three=u ']);
    expect(await get()).toMatchObject({ status: 'ACTIVE', spec: specOf({ two: 2, three: 3 }) });
    expect(await instances()).toEqual([
      ['three', 'SUCCEEDED'],
      ['two', 'SUCCEEDED'],
    ]);
  });

  it('is taken back with all new instances where one of them fails', async () => {
    const { create, update, get, instances, settled, provisioner, begun } = await openServices();
    await create();
    await settled();
    provisioner.works.length = 0;
    provisioner.outcome = ({ target, action }) =>
      target.instance === 'four' && action === 'create' ? failed : { state: 'Succeeded', outputs: [], resources: [] };
    await update(specOf({ two: 2, three: 3, four: 4 }));
    await settled();

    expect(begun()).toEqual([
      'create app/service-instance/three',
      'create app/service-instance/four',
      'delete app/service-instance/three',
      'delete app/service-instance/four',
    ]);
    expect(await get()).toMatchObject({
      status: 'UPDATE_FAILED_CLEANUP_COMPLETE',
      spec: specOf({ one: 1, two: 2 }),
      pipeline: { deploymentStatus: 'SUCCEEDED' },
    });
    expect(await instances()).toEqual([
      ['one', 'SUCCEEDED'],
      ['two', 'SUCCEEDED'],
    ]);
  });

  it('stays where a dropped instance cannot be deleted, which the next change tries again', async () => {
    const { create, update, get, instances, settled, provisioner } = await openServices();
    await create();
    await settled();
    provisioner.outcome = ({ action }) =>
      action === 'delete' ? failed : { state: 'Succeeded', outputs: [], resources: [] };
    await update(specOf({ two: 2 }));
    await settled();
    expect(await get()).toMatchObject({ status: 'UPDATE_COMPLETE_CLEANUP_FAILED', spec: specOf({ two: 2 }) });
    expect(await instances()).toEqual([
      ['one', 'DELETE_FAILED'],
      ['two', 'SUCCEEDED'],
    ]);

    provisioner.outcome = () => ({ state: 'Succeeded', outputs: [], resources: [] });
    await update(specOf({ two: 2 }));
    await settled();

    expect((await get())?.status).toBe('ACTIVE');
    expect(await instances()).toEqual([['two', 'SUCCEEDED']]);
  });

  it('stays where the pipeline fails', async () => {
    const { create, update, get, settled, provisioner } = await openServices();
    await create();
    await settled();
    provisioner.outcome = ({ target }) =>
      target.type === 'SERVICE_PIPELINE' ? failed : { state: 'Succeeded', outputs: [], resources: [] };
    await update(specOf({ one: 1, two: 2, three: 3 }));
    await settled();

    expect(await get()).toMatchObject({
      status: 'UPDATE_FAILED',
      spec: specOf({ one: 1, two: 2, three: 3 }),
      pipeline: { deploymentStatus: 'FAILED' },
    });
  });

  it.each([
    ['an instance that is there', specOf({ one: 5, two: 2 })],
    ['the inputs of the pipeline', specOf({ one: 1, two: 2 }, 'other')],
    ['everything away', 'proton: ServiceSpec\ninstances: []\n'],
  ])('may not change %s', async (_, spec) => {
    const { create, update, settled } = await openServices();
    await create();
    await settled();

    await expect(update(spec)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is refused while the service changes, and beyond twenty instances', async () => {
    const { create, update, settled, remove } = await openServices();
    await create();
    await expect(update(specOf({ one: 1 }))).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(remove()).rejects.toMatchObject({ name: 'ConflictException' });
    await settled();

    const many = Object.fromEntries(Array.from({ length: 19 }, (_, at) => [`i${at}`, 1]));
    await expect(update(specOf({ one: 1, ...many }))).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  });

  it('keeps values that it names as current', async () => {
    const { create, update, get, settled } = await openServices();
    await create();
    await settled();
    const spec = specOf({ two: 2, three: 3 }).replace('size: 2', 'size: "${Proton::CURRENT_VAL}"');

    await update(spec);
    await settled();

    expect((await get())?.spec).toBe(specOf({ two: 2, three: 3 }));
    await expect(
      update(specOf({ two: 2, five: 5 }).replace('size: 5', 'size: "${Proton::CURRENT_VAL}"')),
    ).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('an instance or a pipeline of a service', () => {
  it('is deployed with its own part of a spec', async () => {
    const { create, updateInstance, updatePipeline, get, instance, settled, provisioner } = await openServices();
    await create();
    await settled();
    provisioner.works.length = 0;

    const answer = await updateInstance('one', { spec: specOf({ one: 7, two: 2 }), clientToken: 't' });
    await settled();
    await updateInstance('one', { spec: specOf({ one: 7, two: 2 }), clientToken: 't' });
    await settled();
    await updatePipeline({ spec: specOf({ one: 7, two: 2 }, 'lib') });
    await settled();

    expect(answer).toMatchObject({ deploymentStatus: 'IN_PROGRESS', spec: specOf({ one: 1, two: 2 }) });
    expect(provisioner.works.map(({ manifest }) => manifest?.provision)).toEqual([
      ['deploy app/one 7 in vpc-1'],
      ['build lib for one=u two=u '],
    ]);
    expect(await instance('one')).toMatchObject({ spec: specOf({ one: 7, two: 2 }), lastClientRequestToken: 't' });
    expect(await get()).toMatchObject({ status: 'ACTIVE', spec: specOf({ one: 7, two: 2 }, 'lib') });
  });

  it('goes to another version of its own', async () => {
    const { create, updateInstance, instance, version, settled } = await openServices();
    await create();
    await settled();
    await version('web', '1');
    await updateInstance('one', { deploymentType: 'MINOR_VERSION' });
    await settled();

    expect([(await instance('one'))?.templateMinorVersion, (await instance('two'))?.templateMinorVersion]).toEqual([
      '1',
      '0',
    ]);
  });

  it.each([
    ['a spec without it', { spec: specOf({ two: 2 }) }],
    ['another environment', { spec: specOf({ one: 1 }).replace('dev', 'prod') }],
    ['a broken rule', { spec: specOf({ one: 10 }) }],
    ['a version with CURRENT_VERSION', { templateMinorVersion: '0' }],
    ['a spec with NONE', { deploymentType: 'NONE' as const, spec: specOf({ one: 1 }) }],
  ])('refuses %s', async (_, input) => {
    const { create, updateInstance, settled } = await openServices();
    await create();
    await settled();

    await expect(updateInstance('one', input)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('that is not there says so', async () => {
    const { updateInstance, updatePipeline, instance, create, settled } = await openServices();
    await expect(updatePipeline({ spec: specOf({ one: 1 }) })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await create();
    await settled();

    await expect(updateInstance('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(instance('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
