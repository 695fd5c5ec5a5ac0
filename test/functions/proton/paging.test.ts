import * as sdk from '@aws-sdk/client-proton';
import model from '../../../contracts/proton.json' with { type: 'json' };
import { proton } from '../../../functions/proton/index.ts';
import { type Input, openRoom, works } from './operation-inputs.ts';

type Page = Record<string, object[]>;
type Paginate = (config: object, input: object) => AsyncIterable<Page>;

const paginators = Object.entries<{ limit_key?: string; result_key: string }>(model.paginators).filter(([name]) =>
  Object.hasOwn(proton.actions, name),
);
const paged = paginators.filter(([, { limit_key }]) => limit_key !== undefined);

/** Makes more of what an operation lists, so that there are at least three. */
const three: Record<string, Input> = {
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

  it('are nine that take a page size, of the seed', () => {
    expect(paged.map(([name]) => name).filter((name) => Object.hasOwn(three, name))).toEqual(Object.keys(three).sort());
  });

  it.each(paged.filter(([name]) => Object.hasOwn(three, name)))(
    '%s gives everything once, a page after the other',
    async (operation, { result_key }) => {
      const room = await openRoom();
      const input = { ...(await three[operation]?.(room)) };
      await room.settled();
      const pages = async (pageSize: number): Promise<object[][]> => {
        const found: object[][] = [];
        for await (const page of paginate(operation)({ client: room.client, pageSize }, { ...input }))
          found.push(page[result_key] ?? []);
        return found;
      };
      const [whole = []] = await pages(100);

      expect(whole.length).toBeGreaterThanOrEqual(3);
      expect(await pages(1)).toEqual(whole.map((one) => [one]));
      expect((await pages(2)).map(({ length }) => length)).toEqual(
        Array.from({ length: Math.ceil(whole.length / 2) }, (_, at) => Math.min(2, whole.length - 2 * at)),
      );
    },
  );
});
