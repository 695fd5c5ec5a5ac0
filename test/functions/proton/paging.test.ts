import * as sdk from '@aws-sdk/client-proton';
import model from '../../../contracts/proton.json' with { type: 'json' };
import { type Input, openRoom, works } from './operation-inputs.ts';

type Page = Record<string, object[]>;
type Paginate = (config: object, input: object) => AsyncIterable<Page>;

const paginators = Object.entries<{ limit_key?: string; result_key: string }>(model.paginators);
const paged = paginators.filter(([, { limit_key }]) => limit_key !== undefined);
const whole = paginators.filter(([, { limit_key }]) => limit_key === undefined);

/** Makes more of what an operation lists, so that there are at least three. */
const three: Record<string, Input> = {
  ListComponents: async (room) => {
    for (const name of ['x', 'y', 'z']) {
      const input = { ...(await works['CreateComponent']?.(room)), name };
      await room.call('CreateComponent', input);
      await room.settled();
    }
    return {};
  },
  ListDeployments: () => ({}),
  ListEnvironmentAccountConnections: async ({ call }) => {
    for (const environmentName of ['x', 'y'])
      await call('CreateEnvironmentAccountConnection', {
        environmentName,
        managementAccountId: '000000000000',
        roleArn: 'arn:aws:iam::000000000000:role/build',
      });
    return { requestedBy: 'ENVIRONMENT_ACCOUNT' };
  },
  ListEnvironmentTemplates: async ({ call }) => {
    for (const name of ['x', 'y']) await call('CreateEnvironmentTemplate', { name });
    return {};
  },
  ListEnvironmentTemplateVersions: async ({ call, source }) => {
    for (const key of ['x', 'y'])
      await call('CreateEnvironmentTemplateVersion', {
        templateName: 'base',
        source: await source({ key }),
        majorVersion: '1',
      });
    return { templateName: 'base', majorVersion: '1' };
  },
  ListEnvironments: async ({ environment }) => {
    for (const name of ['x', 'y']) await environment(name);
    return {};
  },
  ListRepositories: async (room) => {
    for (const name of ['me/x', 'me/y', 'me/z'])
      await room.call('CreateRepository', { ...(await works['CreateRepository']?.(room)), name });
    return {};
  },
  ListServiceInstances: async (room) => {
    await room.call('CreateService', { ...(await works['CreateService']?.(room)) });
    return {};
  },
  ListServiceTemplates: async ({ call }) => {
    for (const name of ['x', 'y']) await call('CreateServiceTemplate', { name });
    return {};
  },
  ListServiceTemplateVersions: async ({ version }) => {
    for (const major of ['1', '1']) await version('web', major);
    return { templateName: 'web', majorVersion: '1' };
  },
  ListServices: async (room) => {
    for (const name of ['x', 'y'])
      await room.call('CreateService', { ...(await works['CreateService']?.(room)), name });
    return {};
  },
  ListTagsForResource: () => ({ resourceArn: 'arn:aws:proton:us-east-1:000000000000:environment/dev' }),
};

describe("the client's own paginators", () => {
  const paginate = (operation: string) => sdk[`paginate${operation}` as 'paginateListServices'] as never as Paginate;

  it('are twelve that take a page size, and nine that answer with everything', () => {
    expect(paged.map(([name]) => name).sort()).toEqual(Object.keys(three).sort());
    expect([paged.length, whole.length]).toEqual([12, 9]);
  });

  it.each(paged)('%s gives everything once, a page after the other', async (operation, { result_key }) => {
    const room = await openRoom();
    const input = { ...(await three[operation]?.(room)) };
    await room.settled();
    const pages = async (pageSize: number): Promise<object[][]> => {
      const found: object[][] = [];
      for await (const page of paginate(operation)({ client: room.client, pageSize }, { ...input }))
        found.push(page[result_key] ?? []);
      return found;
    };
    const [all = []] = await pages(100);

    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(await pages(1)).toEqual(all.map((one) => [one]));
    expect((await pages(2)).map(({ length }) => length)).toEqual(
      Array.from({ length: Math.ceil(all.length / 2) }, (_, at) => Math.min(2, all.length - 2 * at)),
    );
  });

  it.each(whole)('%s gives everything at once, and knows no other page', async (operation, { result_key }) => {
    const room = await openRoom();
    const input = { ...(await works[operation]?.(room)) };
    await room.settled();
    const pages: Page[] = [];
    for await (const page of paginate(operation)({ client: room.client }, { ...input })) pages.push(page);

    expect(pages.map((page) => Array.isArray(page[result_key]))).toEqual([true]);
    await expect(room.call(operation, { ...input, nextToken: 'QUJD' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
