import {
  CancelComponentDeploymentCommand,
  type CreateComponentCommandInput,
  DeleteEnvironmentCommand,
  GetDeploymentCommand,
  ListComponentOutputsCommand,
  ListComponentProvisionedResourcesCommand,
  ListDeploymentsCommand,
  ListTagsForResourceCommand,
  type UpdateComponentCommandInput,
  waitUntilComponentDeleted,
  waitUntilComponentDeployed,
} from '@aws-sdk/client-proton';
import { done, failed } from '../fake-provisioner.ts';
import { specOf } from '../services/services-room.ts';
import { attached, detached, manifest, openComponents, templateFile } from './components-room.ts';

const arn = 'arn:aws:proton:us-east-1:000000000000:component/store';
const bucketOf = (name: string) => templateFile.replace(/'.*'/s, name).trimEnd();

describe('a component', () => {
  it('of an environment is deployed as its role for components, with the name of the environment', async () => {
    const { add, show, settled, provisioner, events } = await openComponents();
    events.length = 0;

    const made = await add({ description: 'a bucket', clientToken: 'once' });
    await settled();

    expect(made).toMatchObject({
      arn,
      name: 'store',
      environmentName: 'dev',
      description: 'a bucket',
      deploymentStatus: 'IN_PROGRESS',
      lastClientRequestToken: 'once',
    });
    const [work] = provisioner.works;
    expect(work).toMatchObject({
      kind: 'cloudformation',
      action: 'create',
      roleArn: 'arn:aws:iam::000000000000:role/component',
      target: { type: 'COMPONENT', arn, component: 'store', environment: 'dev' },
      tags: { 'proton:component': arn, 'proton:environment': 'arn:aws:proton:us-east-1:000000000000:environment/dev' },
    });
    expect(work?.target.stackName).toMatch(/^AWSProton-store-cloudformation--[A-Z]{15}$/);
    expect(provisioner.texts.get(work?.id ?? '')).toEqual({ 'bucket.yaml': bucketOf("'store-vpc-1'") });
    expect(await show()).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    expect(events.map(({ detailType, detail }) => [detailType, detail['status']])).toEqual([
      ['AWS Proton Component Status Change', 'IN_PROGRESS'],
      ['AWS Proton Component Status Change', 'SUCCEEDED'],
    ]);
  });

  it('of an instance sees its inputs, and the instance sees its outputs when it is deployed again', async () => {
    const { add, settled, provisioner, updateInstance } = await openComponents();
    const made = await add({ ...attached, serviceSpec: specOf({ one: 7 }) });
    await settled();
    expect(made).toMatchObject({ ...attached, environmentName: 'dev', serviceSpec: specOf({ one: 7 }) });
    expect([...provisioner.texts.values()].at(-1)).toEqual({ 'bucket.yaml': bucketOf("'store-vpc-1-app-one-7'") });

    await updateInstance('one');
    await settled();
    await updateInstance('two');
    await settled();

    expect(provisioner.works.slice(-2).map(({ manifest: found }) => found?.provision)).toEqual([
      ['deploy store b-1 app/one 1 in vpc-1'],
      ['deploy alone - app/two 2 in vpc-1'],
    ]);
  });

  it('is attached and detached by an update', async () => {
    const { add, change, show, settled, updateInstance, provisioner } = await openComponents();
    await add();
    await settled();
    const changing = await change(attached);
    expect(changing).not.toHaveProperty('serviceName');
    await settled();
    expect(await show()).toMatchObject(attached);
    await updateInstance('one');
    await settled();
    expect(provisioner.works.at(-1)?.manifest?.provision).toEqual(['deploy store b-1 app/one 1 in vpc-1']);

    await change(detached);
    await settled();

    expect(await show()).not.toHaveProperty('serviceInstanceName');
    await updateInstance('one');
    await settled();
    expect(provisioner.works.at(-1)?.manifest?.provision).toEqual(['deploy alone - app/one 1 in vpc-1']);
  });

  it('that fails to be attached stays what it was', async () => {
    const { add, change, show, settled, provisioner, remove } = await openComponents();
    await add();
    await settled();
    provisioner.outcome = ({ target }) =>
      target.type === 'COMPONENT' ? failed : { state: 'Succeeded', outputs: [], resources: [] };
    await change({ ...attached, templateFile: 'Resources: {}\n' });
    await settled();

    expect(await show()).toMatchObject({
      deploymentStatus: 'FAILED',
      deploymentStatusMessage: 'The stack rolled back.',
    });
    expect(await show()).not.toHaveProperty('serviceName');
    expect((await remove()).service?.status).toBe('DELETE_IN_PROGRESS');
    await settled();
  });

  it('keeps its environment, and while it is attached its instance', async () => {
    const { add, change, client, update, remove, settled } = await openComponents();
    await add(attached);
    await settled();
    const conflict = { name: 'ConflictException', message: expect.stringContaining(`${arn} is attached to it.`) };
    await expect(remove()).rejects.toMatchObject(conflict);
    await expect(update(specOf({ two: 2 }))).rejects.toMatchObject(conflict);

    await change(detached);
    await settled();
    await remove();
    await settled();

    await expect(client.send(new DeleteEnvironmentCommand({ name: 'dev' }))).rejects.toMatchObject({
      name: 'ConflictException',
      message: `The environment dev cannot be deleted: ${arn} is deployed in it.`,
    });
  });

  it('is deleted once it is detached, and once more without harm', async () => {
    const { add, change, drop, show, settled, client, provisioner } = await openComponents();
    await add(attached);
    await settled();
    await expect(drop()).rejects.toMatchObject({ name: 'ConflictException' });
    await change(detached);
    await settled();

    expect(await drop()).toMatchObject({ deploymentStatus: 'DELETE_IN_PROGRESS' });
    await settled();

    expect(provisioner.works.at(-1)).toMatchObject({ action: 'delete', target: { component: 'store' } });
    await expect(show()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The requested component does not exist: ${arn}`,
    });
    expect(await drop()).toBeUndefined();
    const gone = await waitUntilComponentDeleted({ client, maxWaitTime: 9 }, { name: 'store' });
    expect(gone.state).toBe('SUCCESS');
  });

  it('tells outputs, resources, tags and deployments', async () => {
    const { add, settled, client } = await openComponents();
    await add({ ...attached, tags: [{ key: 'team', value: 'a' }] });
    await settled();
    const componentName = 'store';

    expect((await waitUntilComponentDeployed({ client, maxWaitTime: 9 }, { name: 'store' })).state).toBe('SUCCESS');
    expect((await client.send(new ListComponentOutputsCommand({ componentName }))).outputs).toEqual([
      { key: 'bucket', valueString: 'b-1' },
    ]);
    const resources = new ListComponentProvisionedResourcesCommand({ componentName });
    expect((await client.send(resources)).provisionedResources).toEqual([]);
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags?.map(({ key }) => key)).toEqual(expect.arrayContaining(['team', 'aws:proton:component']));
    const { deployments: [found] = [] } = await client.send(new ListDeploymentsCommand({ componentName }));
    expect(found).toMatchObject({ targetResourceType: 'COMPONENT', componentName, serviceName: 'app' });
    const { deployment } = await client.send(new GetDeploymentCommand({ id: found?.id, componentName }));
    expect(deployment?.targetState).toEqual({ component: { ...attached, templateFile } });
  });

  it('is in the deployment of the instance that stands on it', async () => {
    const { add, show, settled, updateInstance, instance, client } = await openComponents();
    await add(attached);
    await settled();
    await updateInstance('one');
    await settled();

    const id = (await instance('one'))?.lastSucceededDeploymentId;
    const { deployment } = await client.send(new GetDeploymentCommand({ id }));
    expect(deployment?.targetState?.serviceInstance?.lastSuccessfulComponentDeploymentIds).toEqual([
      (await show())?.lastSucceededDeploymentId,
    ]);
  });

  it('is cancelled while an update goes on, and then only', async () => {
    const { add, change, show, settled, client, provisioner, end } = await openComponents();
    await add();
    await settled();
    const cancel = () => client.send(new CancelComponentDeploymentCommand({ componentName: 'store' }));
    await expect(cancel()).rejects.toMatchObject({ name: 'ConflictException' });
    provisioner.outcome = () => ({ state: 'InProgress' });
    await change();
    await settled();

    expect((await cancel()).component?.deploymentStatus).toBe('CANCELLING');
    await end('component/store', { state: 'Cancelled', message: 'User initiated cancellation.' });

    expect(await show()).toMatchObject({ deploymentStatus: 'CANCELLED' });
  });

  it('and its instance wait for each other', async () => {
    const { add, change, settled, provisioner, updateInstance, drop, end } = await openComponents();
    await add(attached);
    await settled();
    provisioner.outcome = () => ({ state: 'InProgress' });
    await change();
    await settled();
    for (const busy of [updateInstance('one'), change(), drop()])
      await expect(busy).rejects.toMatchObject({ name: 'ConflictException' });
    await end('component/store', { state: 'Succeeded', outputs: [], resources: [] });
    await updateInstance('one');
    await settled();

    await expect(change()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('is made, and changed, once by a client token', async () => {
    const { add, change, settled, provisioner } = await openComponents();
    await add({ clientToken: 'a' });
    await settled();
    await change({ clientToken: 'b' });
    await settled();
    const begun = provisioner.works.length;

    expect(await add({ clientToken: 'a' })).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    expect(await change({ clientToken: 'b' })).toMatchObject({ deploymentStatus: 'SUCCEEDED' });

    expect(provisioner.works.length).toBe(begun);
    const mismatch = { name: 'ValidationException', message: 'Idempotent parameter mismatch' };
    await expect(add({ clientToken: 'a', description: 'x' })).rejects.toMatchObject(mismatch);
    await expect(change({ clientToken: 'b', description: 'x' })).rejects.toMatchObject(mismatch);
    await expect(add()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('changes its description alone with NONE', async () => {
    const { add, change, settled, provisioner } = await openComponents();
    await add();
    await settled();

    expect(await change({ deploymentType: 'NONE', description: 'new' })).toMatchObject({
      description: 'new',
      deploymentStatus: 'SUCCEEDED',
    });
    expect(provisioner.works.length).toBe(1);
    await expect(change({ deploymentType: 'NONE', templateFile })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it.each<[string, Partial<CreateComponentCommandInput>, string]>([
    ['no place', { environmentName: undefined }, 'ValidationException'],
    ['no such environment', { environmentName: 'none' }, 'ResourceNotFoundException'],
    ['no such instance', { serviceName: 'app', serviceInstanceName: 'none' }, 'ResourceNotFoundException'],
    ['half an instance', { serviceName: 'app' }, 'ValidationException'],
    ['a spec without an instance', { serviceSpec: specOf({ one: 1 }) }, 'ValidationException'],
    ['a spec without its instance', { ...attached, serviceSpec: specOf({ two: 1 }) }, 'ValidationException'],
    ['a spec that breaks a rule', { ...attached, serviceSpec: specOf({ one: 10 }) }, 'ValidationException'],
    ['a manifest that is none', { manifest: 'infrastructure: {}' }, 'ValidationException'],
    [
      'CodeBuild',
      { manifest: manifest.replace(/- .*/, '- {rendering_engine: codebuild, settings: {provision: [ls]}}') },
      'ValidationException',
    ],
    ['a template with a fault', { templateFile: '{{ component.name' }, 'ValidationException'],
    ['a manifest too long', { manifest: 'x'.repeat(1025) }, 'ValidationException'],
    ['a reserved tag', { tags: [{ key: 'aws:x', value: 'y' }] }, 'ValidationException'],
    ['a name that is none', { name: '-' }, 'ValidationException'],
  ])('is refused with %s', async (_, input, name) => {
    const { add, list } = await openComponents();

    await expect(add(input)).rejects.toMatchObject({ name });
    expect((await list()).components).toEqual([]);
  });

  it.each<[string, Partial<UpdateComponentCommandInput>, string]>([
    ['another instance at once', { serviceName: 'app', serviceInstanceName: 'two' }, 'ValidationException'],
    ['half an instance', { serviceName: 'app', serviceInstanceName: '' }, 'ValidationException'],
    ['a spec for nothing', { ...detached, serviceSpec: specOf({ one: 1 }) }, 'ValidationException'],
    ['no such component', { name: 'none' }, 'ResourceNotFoundException'],
  ])('is not changed to %s', async (_, input, name) => {
    const { add, change, show, settled } = await openComponents();
    await add(attached);
    await settled();

    await expect(change(input)).rejects.toMatchObject({ name });
    expect(await show()).toMatchObject({ ...attached, deploymentStatus: 'SUCCEEDED' });
  });

  it('is refused where another is attached, or where the environment has no role for it', async () => {
    const { add, settled, version, updateInstance } = await openComponents();
    await add(attached);
    await settled();
    await expect(add({ ...attached, name: 'more' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `The service instance one of app has a component already: ${arn}.`,
    });
    await version('web', '1');
    await updateInstance('two', { deploymentType: 'MINOR_VERSION' });
    await settled();
    await expect(add({ name: 'more', serviceName: 'app', serviceInstanceName: 'two' })).rejects.toMatchObject({
      message: 'Version 1.2 of service template web does not take components.',
    });
    const terraform = manifest.replace('jinja', 'hcl').replace('cloudformation', 'terraform');
    await expect(add({ name: 'more', manifest: terraform })).rejects.toMatchObject({
      message: 'The environment dev has no provisioningRepository, which components need.',
    });
  });
});

describe('a component that never came to be', () => {
  it('is deleted though it is attached, and lets go of its instance', async () => {
    const { add, drop, show, remove, settled, provisioner } = await openComponents();
    provisioner.outcome = ({ target }) => (target.type === 'COMPONENT' ? failed : done);
    await add(attached);
    await settled();
    const before = await show();
    provisioner.outcome = () => done;

    await drop();
    await settled();

    expect(before).toMatchObject({ deploymentStatus: 'FAILED', serviceInstanceName: 'one' });
    await expect(show()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await remove()).service).toMatchObject({ status: 'DELETE_IN_PROGRESS' });
  });
});

describe('ListComponents', () => {
  it('lists those of an environment, a service or an instance, page by page', async () => {
    const { add, list, settled } = await openComponents();
    await add({ name: 'b', ...attached });
    await add({ name: 'a' });
    await add({ name: 'c' });
    await settled();
    const names = async (input: Parameters<typeof list>[0]) => (await list(input)).components?.map(({ name }) => name);

    expect(await names({})).toEqual(['a', 'b', 'c']);
    expect(await names({ environmentName: 'none' })).toEqual([]);
    expect(await names(attached)).toEqual(['b']);
    const first = await list({ maxResults: 2 });
    expect([first.components?.length, await names({ maxResults: 2, nextToken: first.nextToken })]).toEqual([2, ['c']]);
    await expect(list({ serviceName: 'app', nextToken: first.nextToken })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
