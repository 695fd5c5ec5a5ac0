import { caller } from '../program.ts';
import { openStuck } from '../stuck-room.ts';

const service = 'arn:aws:proton:us-east-1:000000000000:service/app';
const spec = (...names: string[]) =>
  `proton: ServiceSpec\ninstances:\n${names.map((name) => `  - {name: ${name}, environment: dev, spec: {}}\n`).join('')}`;

/** The room with a service `app` whose one instance, and pipeline, a pull request made. */
async function opened() {
  const room = await openStuck('service pipeline', true);
  const { client, operations, notify, settled } = room;
  const call = caller(client);
  await operations.create('app');
  await notify(`${service}/pipeline`);
  const status = async () =>
    (await call<{ service: { status: string } }>('GetService', { name: 'app' })).service.status;
  const gone = async () => {
    await settled();
    await expect(status()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  };
  return { ...room, call, status, gone };
}

describe('a service that waits for pull requests', () => {
  it('is deleted while one is to add an instance, another instance is to go and the pipeline is to follow', async () => {
    const { call, status, gone, settled, operations, engine } = await opened();
    await call('UpdateService', { name: 'app', spec: spec('two') });
    await settled();
    const before = [await status(), engine.liveCount > 0];

    const answers = [await operations.remove('app'), await operations.remove('app')];
    await gone();

    expect(before).toEqual(['UPDATE_IN_PROGRESS', true]);
    expect(answers).toMatchObject([
      { service: { status: 'DELETE_IN_PROGRESS' } },
      { service: { status: 'DELETE_IN_PROGRESS' } },
    ]);
    // No machine is left that waits for what will never come.
    expect(engine.liveCount).toBe(0);
  });

  it('is deleted while an instance of its own is to be made', async () => {
    const { call, gone, settled, operations } = await opened();
    await call('CreateServiceInstance', { serviceName: 'app', name: 'two', spec: spec('one', 'two') });
    await settled();

    await operations.remove('app');

    await gone();
  });

  it('is not deleted while a pull request changes what is there, which can be cancelled', async () => {
    const { status, gone, settled, operations } = await opened();
    await operations.update('app');
    await settled();

    await expect(operations.remove('app')).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'The pipeline of service app is IN_PROGRESS, so the service cannot be deleted.',
    });
    expect(await status()).toBe('ACTIVE');
    await operations.cancel('app');
    await settled();
    await operations.remove('app');
    await gone();
  });
});
