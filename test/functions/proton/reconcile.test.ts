import { GetEnvironmentTemplateVersionCommand, CreateEnvironmentTemplateVersionCommand } from '@aws-sdk/client-proton';
import { reconcileProton } from '../../../functions/proton/tasks/reconcile.ts';
import { commands } from './bundle-files.ts';
import { openEnvironments } from './environments/environments-room.ts';
import { openServices } from './services/services-room.ts';

/** From now on the machines that are started never begin, as where a crash comes first. */
const crashing = (ports: { workflows: { start: unknown } }) => {
  const { start } = ports.workflows;
  ports.workflows.start = async (_machine: string, _name: string, _input: object, kept?: Promise<void>) => kept;
  return () => void (ports.workflows.start = start);
};

describe('what a crash cut in two', () => {
  it('a deployment without a machine is carried on', async () => {
    const { create, get, settled, ports } = await openEnvironments();
    const mended = crashing(ports);
    await create();
    await settled();
    const before = (await get())?.deploymentStatus;
    mended();
    await reconcileProton(ports);
    await settled();
    await reconcileProton(ports);

    expect([before, (await get())?.deploymentStatus]).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
  });

  it('a service without a machine is carried on', async () => {
    const { create, get, settled, ports } = await openServices();
    const mended = crashing(ports);
    await create();
    await settled();
    const before = (await get())?.status;
    mended();
    await reconcileProton(ports);
    await settled();

    expect([before, (await get())?.status]).toEqual(['CREATE_IN_PROGRESS', 'ACTIVE']);
  });

  it('a registration without a machine is carried on', async () => {
    const { client, source, settled, ports } = await openEnvironments();
    const mended = crashing(ports);
    await client.send(
      new CreateEnvironmentTemplateVersionCommand({ templateName: 'one', source: await source(commands) }),
    );
    mended();
    await reconcileProton(ports);
    await settled();
    const at = { templateName: 'one', majorVersion: '2', minorVersion: '0' };

    expect((await client.send(new GetEnvironmentTemplateVersionCommand(at))).environmentTemplateVersion?.status).toBe(
      'DRAFT',
    );
  });

  it('nothing stays open that is over', async () => {
    const { create, remove, settled, ports } = await openServices();
    await create();
    await settled();
    await remove();
    await settled();

    expect((await ports.store.list({ partition: 'proton#open', index: 'status' })).items).toEqual([]);
  });
});
