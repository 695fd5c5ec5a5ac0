import { openRoom, type Room } from './operation-inputs.ts';
import { repository, specOf } from './services/services-room.ts';

const arn = (resource: string) => `arn:aws:proton:us-east-1:000000000000:${resource}`;

async function tagsOf({ call }: Pick<Room, 'call'>, resource: string): Promise<Record<string, string>> {
  const { tags } = (await call('ListTagsForResource', { resourceArn: arn(resource) })) as {
    tags: { key: string; value: string }[];
  };
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

const account = { 'aws:proton:account': '000000000000' };
const template = { 'aws:proton:template': arn('service-template/web') };

describe('the tags that Proton gives', () => {
  it.each<[string, Record<string, string>]>([
    ['environment-template/base', { ...account, 'aws:proton:template': arn('environment-template/base') }],
    ['environment-template/base:1.0', { ...account, 'aws:proton:template': arn('environment-template/base') }],
    [
      'environment/dev',
      {
        ...account,
        'aws:proton:template': arn('environment-template/base'),
        'aws:proton:environment': arn('environment/dev'),
      },
    ],
    ['service/app', { ...account, ...template, 'aws:proton:service': arn('service/app') }],
    [
      'service/app/service-instance/one',
      {
        ...account,
        ...template,
        'aws:proton:service': arn('service/app'),
        'aws:proton:service-instance': arn('service/app/service-instance/one'),
        'aws:proton:environment': arn('environment/dev'),
      },
    ],
    ['service/app/pipeline', { ...account, ...template, 'aws:proton:service': arn('service/app') }],
  ])('%s tell what it belongs to', async (resource, expected) => {
    expect(await tagsOf(await openRoom(), resource)).toEqual(expected);
  });

  it('are not given to connections, and nobody can change them', async () => {
    const room = await openRoom();
    const change = room.call('TagResource', {
      resourceArn: arn('environment/dev'),
      tags: [{ key: 'aws:proton:account', value: 'x' }],
    });

    await expect(change).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await tagsOf(room, `environment-account-connection/${room.connection}`)).toEqual({});
  });
});

describe('the tags of a service', () => {
  const own = async (room: Room, resource: string) => {
    const all = Object.entries(await tagsOf(room, resource));
    return Object.fromEntries(all.filter(([key]) => !key.startsWith('aws:')));
  };

  it('are given to its parts when they are made, and not later', async () => {
    const room = await openRoom();
    const { call, settled } = room;
    const service = { templateName: 'web', templateMajorVersion: '1', ...repository };
    const tags = [{ key: 'team', value: 'blue' }];
    await call('CreateService', { name: 'shop', spec: specOf({ one: 1 }), tags, ...service });
    await settled();
    await call('TagResource', { resourceArn: arn('service/shop'), tags: [{ key: 'cost', value: '7' }] });
    await call('UpdateService', { name: 'shop', spec: specOf({ one: 1, two: 2 }) });
    await settled();

    expect(await own(room, 'service/shop/service-instance/one')).toEqual({ team: 'blue' });
    expect(await own(room, 'service/shop/pipeline')).toEqual({ team: 'blue' });
    expect(await own(room, 'service/shop/service-instance/two')).toEqual({ team: 'blue', cost: '7' });
  });
});
