import {
  DeleteDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  type ListDeploymentsCommandInput,
  UpdateServiceInstanceCommand,
} from '@aws-sdk/client-proton';
import { account } from '../../../door.ts';
import { openEnvironments, running, specOf as environmentSpec } from '../environments/environments-room.ts';
import { failed } from '../fake-provisioner.ts';
import { openServices, specOf } from '../services/services-room.ts';

const arn = (resource: string) => `arn:aws:proton:us-east-1:${account}:${resource}`;

/** The rooms' operations on deployments. */
const operationsOf = (client: Awaited<ReturnType<typeof openEnvironments>>['client']) => ({
  show: async (id = '', names = {}) => (await client.send(new GetDeploymentCommand({ id, ...names }))).deployment,
  list: async (input: ListDeploymentsCommandInput = {}) => client.send(new ListDeploymentsCommand(input)),
  forget: async (id = '') => (await client.send(new DeleteDeploymentCommand({ id }))).deployment,
});

async function openEnvironment() {
  const room = await openEnvironments();
  await room.create();
  await room.settled();
  return { ...room, ...operationsOf(room.client) };
}

async function openService() {
  const room = await openServices();
  await room.create();
  await room.settled();
  const targets = async (input: ListDeploymentsCommandInput) =>
    ((await operations.list(input)).deployments ?? []).map(({ targetArn = '' }) => targetArn.split(':').at(-1));
  const operations = operationsOf(room.client);
  return { ...room, ...operations, targets };
}

describe('a deployment', () => {
  it('shows where it leads and how it ended', async () => {
    const { get, show } = await openEnvironment();
    const { lastSucceededDeploymentId: id = '' } = (await get()) ?? {};

    expect(await show(id)).toEqual({
      id,
      arn: arn(`deployment/${id}`),
      targetArn: arn('environment/dev'),
      targetResourceType: 'ENVIRONMENT',
      targetResourceCreatedAt: new Date('2026-01-01T00:00:00Z'),
      environmentName: 'dev',
      deploymentStatus: 'SUCCEEDED',
      createdAt: new Date('2026-01-01T00:00:00Z'),
      lastModifiedAt: new Date('2026-01-01T00:00:00Z'),
      completedAt: new Date('2026-01-01T00:00:00Z'),
      lastAttemptedDeploymentId: id,
      lastSucceededDeploymentId: id,
      targetState: {
        environment: {
          spec: environmentSpec('ahoy'),
          templateName: 'one',
          templateMajorVersion: '1',
          templateMinorVersion: '0',
        },
      },
    });
  });

  it('of an update shows what was there before, and what went wrong', async () => {
    const { update, get, show, settled, provisioner, version } = await openEnvironment();
    await version('1');
    provisioner.outcome = () => failed;
    await update({ deploymentType: 'MINOR_VERSION', spec: environmentSpec('hi') });
    await settled();

    expect(await show((await get())?.lastAttemptedDeploymentId)).toMatchObject({
      deploymentStatus: 'FAILED',
      deploymentStatusMessage: 'The stack rolled back.',
      initialState: { environment: { spec: environmentSpec('ahoy'), templateMinorVersion: '0' } },
      targetState: { environment: { spec: environmentSpec('hi'), templateMinorVersion: '1' } },
    });
  });

  it('is there from its beginning, and leads nowhere where it deletes', async () => {
    const { remove, list, show, provisioner, settled, clock } = await openEnvironment();
    clock.advance(1000);
    provisioner.outcome = () => running;
    await remove();
    await settled();

    const { deployments: [newest] = [] } = await list({ environmentName: 'dev' });
    const shown = await show(newest?.id);
    expect(shown).toMatchObject({ deploymentStatus: 'DELETE_IN_PROGRESS', initialState: { environment: {} } });
    expect(shown).not.toHaveProperty('completedAt');
    expect(shown).not.toHaveProperty('targetState');
  });

  it('outlives what it deleted', async () => {
    const { remove, list, show, settled, clock } = await openEnvironment();
    clock.advance(1000);
    await remove();
    await settled();

    const { deployments = [] } = await list({ environmentName: 'dev' });
    expect(deployments.map(({ deploymentStatus }) => deploymentStatus)).toEqual(['DELETE_COMPLETE', 'SUCCEEDED']);
    expect(await show(deployments[0]?.id)).toMatchObject({ environmentName: 'dev' });
  });

  it('of an instance names the deployments that it stands on', async () => {
    const { client, get, instance, show, settled, list } = await openService();
    const { deployments: [environment] = [] } = await list({ environmentName: 'dev' }).then(({ deployments }) => ({
      deployments: deployments?.filter(({ targetResourceType }) => targetResourceType === 'ENVIRONMENT'),
    }));
    const again = { serviceName: 'app', name: 'one', deploymentType: 'CURRENT_VERSION' } as const;
    await client.send(new UpdateServiceInstanceCommand(again));
    await settled();

    const pipeline = (await get())?.pipeline?.lastSucceededDeploymentId;
    const shown = await show((await instance('one'))?.lastSucceededDeploymentId);
    expect(shown?.targetState?.serviceInstance).toEqual({
      spec: specOf({ one: 1, two: 2 }),
      templateName: 'web',
      templateMajorVersion: '1',
      templateMinorVersion: '0',
      lastSuccessfulEnvironmentDeploymentId: environment?.id,
      lastSuccessfulServicePipelineDeploymentId: pipeline,
      lastSuccessfulComponentDeploymentIds: [],
    });
    expect(shown?.initialState?.serviceInstance?.lastSuccessfulServicePipelineDeploymentId).toBeUndefined();
  });

  it('of a pipeline is told apart', async () => {
    const { get, show } = await openService();

    expect(await show((await get())?.pipeline?.lastSucceededDeploymentId)).toMatchObject({
      targetArn: arn('service/app/pipeline'),
      targetResourceType: 'SERVICE_PIPELINE',
      serviceName: 'app',
      targetState: { servicePipeline: { templateName: 'web' } },
    });
  });

  it('is found by what it is of only', async () => {
    const { instance, show } = await openService();
    const { lastSucceededDeploymentId: id = '' } = (await instance('one')) ?? {};

    expect(await show(id, { serviceName: 'app', serviceInstanceName: 'one', environmentName: 'dev' })).toBeDefined();
    for (const names of [{ environmentName: 'other' }, { serviceInstanceName: 'two' }, { componentName: 'one' }])
      await expect(show(id, names)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `The requested deployment does not exist: ${arn(`deployment/${id}`)}`,
      });
    await expect(show('x')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('ListDeployments', () => {
  it('lists what an environment, a service or an instance is the home of', async () => {
    const { targets, create, settled } = await openService();
    await create({ name: 'zoo', spec: specOf({ c: 1 }) });
    await settled();

    const sorted = async (input: ListDeploymentsCommandInput) => (await targets(input)).sort();
    expect(await sorted({ serviceName: 'zoo' })).toEqual(['service/zoo/pipeline', 'service/zoo/service-instance/c']);
    expect(await targets({ serviceName: 'app', serviceInstanceName: 'two' })).toEqual([
      'service/app/service-instance/two',
    ]);
    expect(await targets({ serviceName: 'app', environmentName: 'none' }).catch(({ name }: Error) => name)).toBe(
      'ResourceNotFoundException',
    );
    expect(await sorted({ environmentName: 'dev' })).toEqual([
      'environment/dev',
      'service/app/service-instance/one',
      'service/app/service-instance/two',
      'service/zoo/service-instance/c',
    ]);
    expect((await targets({})).length).toBe(6);
  });

  it.each<[string, ListDeploymentsCommandInput, string]>([
    ['an environment that is not there', { environmentName: 'none' }, 'ResourceNotFoundException'],
    ['a service that is not there', { serviceName: 'none' }, 'ResourceNotFoundException'],
    ['an instance that is not there', { serviceName: 'app', serviceInstanceName: 'none' }, 'ResourceNotFoundException'],
    ['an instance without its service', { serviceInstanceName: 'one' }, 'ValidationException'],
    ['a page too large', { maxResults: 101 }, 'ValidationException'],
    ['a token that no page gave', { nextToken: 'QUJD' }, 'ValidationException'],
  ])('is refused with %s', async (_, input, name) => {
    const { list } = await openService();

    await expect(list(input)).rejects.toMatchObject({ name });
  });

  it.each<[string, ListDeploymentsCommandInput]>([
    ['all', {}],
    ['those of an environment', { environmentName: 'dev' }],
  ])('pages through %s, the newest first', async (_, names) => {
    const { update, settled, clock, list } = await openEnvironment();
    for (let at = 0; at < 4; at += 1) {
      clock.advance(60_000);
      await update();
      await settled();
    }

    const first = await list({ ...names, maxResults: 3 });
    const second = await list({ ...names, maxResults: 3, nextToken: first.nextToken });

    const minutes = [first, second].map(({ deployments = [] }) =>
      deployments.map(({ createdAt }) => createdAt?.getUTCMinutes()),
    );
    expect(minutes).toEqual([
      [4, 3, 2],
      [1, 0],
    ]);
    expect(second.nextToken).toBeUndefined();
    await expect(list({ environmentName: 'other', nextToken: first.nextToken })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('pages through those of a service', async () => {
    const { list, targets } = await openService();
    const first = await list({ serviceName: 'app', maxResults: 2 });
    const second = await list({ serviceName: 'app', maxResults: 2, nextToken: first.nextToken });

    expect([...(first.deployments ?? []), ...(second.deployments ?? [])].map(({ targetArn }) => targetArn)).toEqual(
      (await targets({ serviceName: 'app' })).map((resource = '') => arn(resource)),
    );
    expect([first.deployments?.length, second.deployments?.length, second.nextToken]).toEqual([2, 1, undefined]);
  });
});

describe('DeleteDeployment', () => {
  it('forgets a deployment that nothing stands on, once', async () => {
    const { update, get, forget, list, show, settled, provisioner, ports } = await openEnvironment();
    const { lastSucceededDeploymentId: old = '' } = (await get()) ?? {};
    await update();
    await settled();
    provisioner.outcome = () => failed;

    expect(await forget(old)).toMatchObject({ id: old, deploymentStatus: 'SUCCEEDED' });
    expect(await forget(old)).toBeUndefined();

    await expect(show(old)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await list()).deployments?.length).toBe(1);
    expect(await ports.objects.get('.proton', `deployments/${old}/rendered.json`)).toBeUndefined();
  });

  it('leaves no names of a service behind', async () => {
    const { instance, updateInstance, settled, forget, targets } = await openService();
    const { lastSucceededDeploymentId: old } = (await instance('one')) ?? {};
    await updateInstance('one', { deploymentType: 'CURRENT_VERSION' });
    await settled();
    await forget(old);

    expect((await targets({ serviceName: 'app' })).length).toBe(3);
  });

  it('keeps what is under way, and what its resource stands on', async () => {
    const { update, get, forget, show, settled, provisioner } = await openEnvironment();
    const { lastSucceededDeploymentId: good = '' } = (await get()) ?? {};
    await expect(forget(good)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `The deployment ${good} cannot be deleted: ${arn('environment/dev')} stands as it left it.`,
    });
    provisioner.outcome = () => running;
    await update();
    await settled();
    const { lastAttemptedDeploymentId: open = '' } = (await get()) ?? {};

    await expect(forget(open)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `The deployment ${open} is IN_PROGRESS and cannot be deleted.`,
    });
    expect(await show(open)).toBeDefined();
    expect(await show(good)).toBeDefined();
  });

  it('waits for the service whose operation looks at it', async () => {
    const { update, forget, list, settled, provisioner } = await openService();
    provisioner.outcome = ({ target }) =>
      target.type === 'SERVICE_PIPELINE' ? running : { state: 'Succeeded', outputs: [], resources: [] };
    await update(specOf({ two: 2 }));
    await settled();
    const { deployments = [] } = await list({ serviceName: 'app', serviceInstanceName: 'one' });
    const gone = deployments.find(({ deploymentStatus }) => deploymentStatus === 'DELETE_COMPLETE');

    await expect(forget(gone?.id)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
