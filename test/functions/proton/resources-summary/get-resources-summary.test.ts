import { GetResourcesSummaryCommand } from '@aws-sdk/client-proton';
import { failed } from '../fake-provisioner.ts';
import { openProton } from '../proton-running.ts';
import { openServices, specOf } from '../services/services-room.ts';

const none = { total: 0, failed: 0, upToDate: 0, behindMinor: 0, behindMajor: 0 };

describe('GetResourcesSummary', () => {
  it('counts nothing where there is nothing', async () => {
    const { client } = await openProton();

    expect((await client.send(new GetResourcesSummaryCommand({}))).counts).toEqual({
      components: { total: 0, failed: 0 },
      environmentTemplates: { total: 0 },
      environments: none,
      pipelines: none,
      serviceInstances: none,
      serviceTemplates: { total: 0 },
      services: none,
    });
  });

  it('counts what failed and what is behind its template', async () => {
    const { client, create, settled, version, updateInstance, provisioner } = await openServices();
    await create({ spec: specOf({ one: 1, two: 2 }) });
    await settled();
    await version('web', '1');
    await updateInstance('one', { deploymentType: 'MINOR_VERSION' });
    await settled();
    provisioner.outcome = () => failed;
    await updateInstance('two');
    await settled();

    expect((await client.send(new GetResourcesSummaryCommand({}))).counts).toEqual({
      components: { total: 0, failed: 0 },
      environmentTemplates: { total: 1 },
      environments: { ...none, total: 1, upToDate: 1 },
      pipelines: { ...none, total: 1, behindMinor: 1 },
      serviceInstances: { ...none, total: 2, failed: 1, upToDate: 1, behindMinor: 1 },
      serviceTemplates: { total: 1 },
      services: { ...none, total: 1, behindMinor: 1 },
    });
    await version('web');
    expect((await client.send(new GetResourcesSummaryCommand({}))).counts).toMatchObject({
      serviceInstances: { total: 2, upToDate: 0, behindMajor: 2 },
      services: { behindMajor: 1 },
    });
  });
});
