import {
  type CreateEnvironmentCommandInput,
  CreateEnvironmentTemplateCommand,
  CreateEnvironmentTemplateVersionCommand,
  ListEnvironmentOutputsCommand,
  ListEnvironmentProvisionedResourcesCommand,
  ListEnvironmentsCommand,
  type UpdateEnvironmentCommandInput,
} from '@aws-sdk/client-proton';
import { commands } from '../bundle-files.ts';

import { done, failed } from '../fake-provisioner.ts';
import { codebuildRoleArn, openEnvironments, running, specOf } from './environments-room.ts';

describe('an environment', () => {
  it('is deployed with what was rendered', async () => {
    const { create, get, settled, provisioner } = await openEnvironments();
    provisioner.outcome = () => ({ ...done, outputs: [{ key: 'said', valueString: 'ahoy' }] });

    const made = await create({ description: 'first' });
    await settled();

    expect(made).toMatchObject({
      arn: 'arn:aws:proton:us-east-1:000000000000:environment/dev',
      deploymentStatus: 'IN_PROGRESS',
      spec: specOf('ahoy'),
      templateMajorVersion: '1',
      templateMinorVersion: '0',
    });
    expect(await get()).toMatchObject({
      deploymentStatus: 'SUCCEEDED',
      description: 'first',
      environmentAccountId: '000000000000',
    });
    const [work] = provisioner.works;
    expect(work).toMatchObject({
      kind: 'codebuild',
      action: 'create',
      roleArn: codebuildRoleArn,
      manifest: { provision: ['echo ahoy'], deprovision: ['true'], runtimes: { nodejs: 20 } },
      inputs: { environment: { name: 'dev', inputs: { greeting: 'ahoy', count: 1 } } },
      target: { arn: 'arn:aws:proton:us-east-1:000000000000:environment/dev' },
    });
    expect(work?.target.stackName).toMatch(/^AWSProton-dev-cloudformation--[A-Z]{15}$/);
  });

  it('shows what it made known', async () => {
    const { create, client, settled, provisioner } = await openEnvironments();
    const outputs = [{ key: 'said', valueString: 'ahoy' }];
    const resources = [
      {
        name: 'stack',
        identifier: 'arn:aws:cloudformation:us-east-1:0:stack/s',
        provisioningEngine: 'CLOUDFORMATION' as const,
      },
    ];
    provisioner.outcome = () => ({ ...done, outputs, resources });
    await create();
    await settled();

    const listed = await client.send(new ListEnvironmentOutputsCommand({ environmentName: 'dev' }));
    const provisioned = await client.send(new ListEnvironmentProvisionedResourcesCommand({ environmentName: 'dev' }));

    expect(listed.outputs).toEqual(outputs);
    expect(provisioned.provisionedResources).toEqual(resources);
  });

  it('is made once by the same request, and by no other', async () => {
    const { create, settled, update, provisioner } = await openEnvironments();
    await create();
    await settled();

    expect((await create())?.deploymentStatus).toBe('SUCCEEDED');
    expect(provisioner.works).toHaveLength(1);
    await expect(create({ description: 'other' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Idempotent parameter mismatch',
    });
    await update();
    await settled();
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it.each<[string, Partial<CreateEnvironmentCommandInput>, string]>([
    ['no template', { templateName: 'none' }, 'ResourceNotFoundException'],
    ['no major', { templateMajorVersion: '9' }, 'ResourceNotFoundException'],
    ['no minor', { templateMinorVersion: '9' }, 'ResourceNotFoundException'],
    ['no role', { codebuildRoleArn: undefined }, 'ValidationException'],
    ['no YAML', { spec: 'proton: [' }, 'ValidationException'],
    ['another kind', { spec: 'proton: ServiceSpec\nspec: {}' }, 'ValidationException'],
    [
      'no connection',
      { environmentAccountConnectionId: '00000000-0000-4000-8000-00000000dead' },
      'ResourceNotFoundException',
    ],
    [
      'a repository',
      { provisioningRepository: { name: 'a/b', branch: 'main', provider: 'GITHUB' } },
      'ValidationException',
    ],
  ])('is refused with %s', async (_, input, name) => {
    const { create, get } = await openEnvironments();

    await expect(create(input)).rejects.toMatchObject({ name });
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is refused with inputs that break a rule, which is named', async () => {
    const { create } = await openEnvironments();

    await expect(create({ spec: 'proton: EnvironmentSpec\nspec: {greeting: x, count: many}' })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'The spec is not valid: spec.greeting: must NOT have fewer than 2 characters (minLength), got "x"; spec.count: must be number (type), got "many"',
    });
  });

  it('fails with the words of what went wrong, and can be updated then', async () => {
    const { create, get, update, settled, provisioner } = await openEnvironments();
    provisioner.outcome = () => failed;
    await create();
    await settled();

    const broken = await get();
    provisioner.outcome = () => done;
    await update();
    await settled();

    expect(broken).toMatchObject({ deploymentStatus: 'FAILED', deploymentStatusMessage: 'The stack rolled back.' });
    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    expect((await get())?.deploymentStatusMessage).toBeUndefined();
    expect(provisioner.works.map(({ action }) => action)).toEqual(['create', 'create']);
  });

  it('shows the old version until an update succeeded', async () => {
    const { create, get, update, version, settled, provisioner, end } = await openEnvironments();
    await create();
    await settled();
    await version('1');
    provisioner.outcome = () => running;

    const answer = await update({ deploymentType: 'MINOR_VERSION', spec: specOf('new') });
    await settled();
    const meanwhile = await get();
    await end(done);

    expect(answer).toMatchObject({ deploymentStatus: 'IN_PROGRESS', templateMinorVersion: '0', spec: specOf('ahoy') });
    expect(meanwhile).toMatchObject({
      deploymentStatus: 'IN_PROGRESS',
      templateMinorVersion: '0',
      spec: specOf('ahoy'),
    });
    expect(await get()).toMatchObject({
      deploymentStatus: 'SUCCEEDED',
      templateMinorVersion: '1',
      spec: specOf('new'),
    });
  });

  it('stays what it was when an update fails', async () => {
    const { create, get, update, version, settled, provisioner } = await openEnvironments();
    await create();
    await settled();
    await version();
    provisioner.outcome = () => failed;
    await update({ deploymentType: 'MAJOR_VERSION', spec: specOf('new') });
    await settled();

    expect(await get()).toMatchObject({ deploymentStatus: 'FAILED', templateMajorVersion: '1', spec: specOf('ahoy') });
  });

  it.each<[string, Partial<UpdateEnvironmentCommandInput>]>([
    ['CURRENT_VERSION with a version', { deploymentType: 'CURRENT_VERSION', templateMinorVersion: '0' }],
    ['MINOR_VERSION of another major', { deploymentType: 'MINOR_VERSION', templateMajorVersion: '2' }],
    ['MAJOR_VERSION to the same', { deploymentType: 'MAJOR_VERSION', templateMajorVersion: '1' }],
    ['MAJOR_VERSION where none is higher', { deploymentType: 'MAJOR_VERSION' }],
    ['NONE with a spec', { deploymentType: 'NONE', spec: specOf('new') }],
    ['a connection', { environmentAccountConnectionId: '00000000-0000-4000-8000-00000000dead' }],
    ['a repository', { provisioningRepository: { name: 'a/b', branch: 'main', provider: 'GITHUB' } }],
    ['a bad spec', { spec: 'proton: EnvironmentSpec\nspec: {greeting: x}' }],
  ])('refuses an update: %s', async (_, input) => {
    const { create, update, settled, get } = await openEnvironments();
    await create();
    await settled();

    await expect(update(input)).rejects.toMatchObject({ name: 'ValidationException' });
    expect((await get())?.deploymentStatus).toBe('SUCCEEDED');
  });

  it('changes its words without a deployment', async () => {
    const { create, update, settled, provisioner } = await openEnvironments();
    await create();
    await settled();

    expect(await update({ deploymentType: 'NONE', description: 'new' })).toMatchObject({
      description: 'new',
      deploymentStatus: 'SUCCEEDED',
    });
    expect(provisioner.works).toHaveLength(1);
  });

  it('is listed by template', async () => {
    const { create, client, settled, environmentTemplate } = await openEnvironments();
    await environmentTemplate('two', commands);
    for (const name of ['b', 'a']) await create({ name });
    await create({ name: 'c', templateName: 'two' });
    await settled();
    const list = async (input: object) =>
      (await client.send(new ListEnvironmentsCommand(input))).environments?.map(({ name }) => name);

    expect(await list({})).toEqual(['a', 'b', 'c']);
    expect(await list({ environmentTemplates: [{ templateName: 'one', majorVersion: '1' }] })).toEqual(['a', 'b']);
    expect(await list({ environmentTemplates: [{ templateName: 'one', majorVersion: '2' }] })).toEqual([]);
  });

  it('tells the bus of every status', async () => {
    const { create, remove, settled, events } = await openEnvironments();
    await create();
    await settled();
    await remove();
    await settled();
    const told = events.filter(({ detailType }) => detailType === 'AWS Proton Environment Status Change');

    expect(told.map(({ detail: { status, previousStatus } }) => [status, previousStatus])).toEqual([
      ['IN_PROGRESS', undefined],
      ['SUCCEEDED', 'IN_PROGRESS'],
      ['DELETE_IN_PROGRESS', 'SUCCEEDED'],
      ['DELETED', 'DELETE_IN_PROGRESS'],
    ]);
  });
});

describe('a customer-managed environment', () => {
  it('makes its inputs known and provisions nothing', async () => {
    const { client, source, settled, create, get, provisioner } = await openEnvironments();
    const schema = `schema:
  format: {openapi: "3.0.0"}
  environment_input_type: Input
  types: {Input: {type: object, properties: {vpc: {type: string}}}}
`;
    await client.send(new CreateEnvironmentTemplateCommand({ name: 'mine', provisioning: 'CUSTOMER_MANAGED' }));
    await client.send(
      new CreateEnvironmentTemplateVersionCommand({
        templateName: 'mine',
        source: await source({ 'schema/schema.yaml': schema }),
      }),
    );
    await settled();
    await create({
      templateName: 'mine',
      templateMinorVersion: '0',
      spec: 'proton: EnvironmentSpec\nspec: {vpc: vpc-1}',
      codebuildRoleArn: undefined,
    });
    await settled();

    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED', provisioning: 'CUSTOMER_MANAGED' });
    expect(provisioner.works[0]).toMatchObject({
      kind: 'customer-managed',
      inputs: { environment: { inputs: { vpc: 'vpc-1' } } },
    });
  });
});
