import {
  CreateServiceInstanceCommand,
  type CreateServiceInstanceCommandInput,
  ListServiceInstanceOutputsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-proton';
import { failed } from '../fake-provisioner.ts';
import { openServices, specOf } from '../services/services-room.ts';

const arn = 'arn:aws:proton:us-east-1:000000000000:service/app/service-instance/three';
const commented = `${specOf({ one: 1, two: 2 })}# the end\n`;

async function opened() {
  const room = await openServices();
  const { client, create, settled } = room;
  await create({ spec: commented });
  await settled();
  const add = async (input: Partial<CreateServiceInstanceCommandInput> = {}) => {
    const command = { serviceName: 'app', name: 'three', spec: specOf({ three: 3 }), ...input };
    return (await client.send(new CreateServiceInstanceCommand(command))).serviceInstance;
  };
  return { ...room, add };
}

describe('CreateServiceInstance', () => {
  it('deploys one more instance, and the service stays as it was', async () => {
    const { add, settled, instance, get, provisioner, begun, events } = await opened();
    provisioner.works.length = 0;
    events.length = 0;

    const made = await add({ clientToken: 'once' });
    expect(await get()).toMatchObject({ status: 'ACTIVE' });
    await settled();

    expect(made).toMatchObject({
      arn,
      deploymentStatus: 'IN_PROGRESS',
      environmentName: 'dev',
      templateMajorVersion: '1',
      lastClientRequestToken: 'once',
      spec: specOf({ three: 3 }),
    });
    expect(begun()).toEqual(['create app/service-instance/three']);
    expect(provisioner.works[0]?.manifest?.provision).toEqual(['deploy app/three 3 in vpc-1']);
    expect(await instance('three')).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    expect(events.map(({ detailType, detail }) => [detailType, detail])).toEqual([
      ['AWS Proton Service Instance Status Change', { name: 'three', serviceName: 'app', status: 'IN_PROGRESS' }],
      [
        'AWS Proton Service Instance Status Change',
        { name: 'three', serviceName: 'app', status: 'SUCCEEDED', previousStatus: 'IN_PROGRESS' },
      ],
    ]);
  });

  it('adds its entry to the spec of the service, whose text stays', async () => {
    const { add, get, settled, update } = await opened();
    await add();
    await settled();

    const { spec = '' } = (await get()) ?? {};
    expect(spec).toBe(`${specOf({ one: 1, two: 2, three: 3 })}# the end\n`);
    expect((await update(spec))?.status).toBe('UPDATE_IN_PROGRESS');
    await settled();
    expect(await get()).toMatchObject({ status: 'ACTIVE', spec });
  });

  it('takes a spec of the whole service as it is', async () => {
    const { add, get, settled } = await opened();
    const spec = specOf({ one: 1, two: 2, three: 3 });
    await add({ spec });
    await settled();

    expect((await get())?.spec).toBe(spec);
  });

  it('leaves the others in the spec when it is deployed again', async () => {
    const { add, get, settled, updateInstance } = await opened();
    await add();
    await settled();
    const before = (await get())?.spec;

    await updateInstance('three');
    await settled();
    expect((await get())?.spec).toBe(before);
    await updateInstance('three', { spec: specOf({ three: 5 }) });
    await settled();

    expect((await get())?.spec).toBe(`${specOf({ one: 1, two: 2, three: 5 })}# the end\n`);
  });

  it('makes both where two come at once', async () => {
    const { add, get, settled, instances } = await opened();
    await Promise.all([add(), add({ name: 'four', spec: specOf({ four: 4 }) })]);
    await settled();

    expect(await instances()).toEqual([
      ['four', 'SUCCEEDED'],
      ['one', 'SUCCEEDED'],
      ['three', 'SUCCEEDED'],
      ['two', 'SUCCEEDED'],
    ]);
    expect((await get())?.spec).toMatch(/three[^]*four|four[^]*three/);
  });

  it('is asked once by a client token, and by no other request with it', async () => {
    const { add, settled, provisioner } = await opened();
    await add({ clientToken: 'once' });
    await settled();
    const begun = provisioner.works.length;

    expect(await add({ clientToken: 'once' })).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    expect(provisioner.works.length).toBe(begun);
    await expect(add({ clientToken: 'once', spec: specOf({ three: 4 }) })).rejects.toMatchObject({
      message: 'Idempotent parameter mismatch',
    });
  });

  it('gives tags, outputs and the version that is asked for', async () => {
    const { add, client, settled, version } = await opened();
    await version('web', '1');

    const made = await add({
      templateMajorVersion: '1',
      templateMinorVersion: '0',
      tags: [{ key: 'team', value: 'a' }],
    });
    await settled();

    expect(made).toMatchObject({ templateMinorVersion: '0' });
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags).toContainEqual({
      key: 'team',
      value: 'a',
    });
    const outputs = new ListServiceInstanceOutputsCommand({ serviceName: 'app', serviceInstanceName: 'three' });
    expect((await client.send(outputs)).outputs).toEqual([{ key: 'url', valueString: 'u' }]);
  });

  it('that fails can be dropped', async () => {
    const { add, settled, provisioner, instance, update, instances } = await opened();
    const { outcome } = provisioner;
    provisioner.outcome = () => failed;
    await add();
    await settled();
    expect(await instance('three')).toMatchObject({ deploymentStatus: 'FAILED' });
    provisioner.outcome = outcome;

    await update(commented);
    await settled();

    expect(await instances()).toEqual([
      ['one', 'SUCCEEDED'],
      ['two', 'SUCCEEDED'],
    ]);
  });

  it.each<[string, Partial<CreateServiceInstanceCommandInput>, string]>([
    ['no such service', { serviceName: 'none' }, 'ResourceNotFoundException'],
    ['no such environment', { spec: specOf({ three: 1 }).replace('dev', 'none') }, 'ResourceNotFoundException'],
    ['no such version', { templateMajorVersion: '7' }, 'ResourceNotFoundException'],
    ['an instance that is there', { name: 'one', spec: specOf({ one: 1 }) }, 'ConflictException'],
    ['a spec without it', { spec: specOf({ one: 1 }) }, 'ValidationException'],
    ['an input that breaks a rule', { spec: specOf({ three: 10 }) }, 'ValidationException'],
    ['no spec at all', { spec: 'spec' }, 'ValidationException'],
    ['a name that is none', { name: '-' }, 'ValidationException'],
    ['a reserved tag', { tags: [{ key: 'aws:x', value: 'y' }] }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    const { add, instances, get } = await opened();

    await expect(add(input)).rejects.toMatchObject({ name });
    expect((await instances()).length).toBe(2);
    expect((await get())?.spec).toBe(commented);
  });

  it('refuses more than a service may have, and any while the service changes', async () => {
    const { add, update, settled, provisioner } = await opened();
    await update(
      specOf(
        Object.fromEntries([
          ...['one', 'two'].map((name, at) => [name, at + 1]),
          ...Array.from({ length: 18 }, (_, at) => [`i${at}`, 1]),
        ]),
      ),
    );
    await settled();
    await expect(add()).rejects.toMatchObject({ name: 'ValidationException' });
    provisioner.outcome = () => ({ state: 'InProgress' });
    await update(commented);

    await expect(add()).rejects.toMatchObject({ name: 'ConflictException' });
    await settled();
  });
});
