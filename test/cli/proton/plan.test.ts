import { jest } from '@jest/globals';
import { join } from 'node:path';
import { caller, openProgram, type Program, role } from '../../functions/proton/program.ts';
import { folderOf, runProton } from './run-proton.ts';

const manifest =
  'infrastructure: {templates: [{file: t.yaml, rendering_engine: jinja, template_language: cloudformation}]}';
const schema = (...types: string[]) =>
  `schema: {format: {openapi: "3.0.0"}, ${types.map((type) => `${type}: I`).join(', ')}, types: {I: {type: object, properties: {size: {type: number, default: 1, maximum: 9}}}}}`;
const template = (of: string) => `Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: size {{ ${of}.inputs.size }}
{% if ${of}.inputs.size > 1 %}
  Queue:
    Type: AWS::SQS::Queue
{% endif %}
`;
const network = {
  'schema/schema.yaml': schema('environment_input_type'),
  'infrastructure/manifest.yaml': manifest,
  'infrastructure/t.yaml': template('environment'),
};
const web = {
  'schema/schema.yaml': schema('service_input_type', 'pipeline_input_type'),
  'instance_infrastructure/manifest.yaml': manifest,
  'instance_infrastructure/t.yaml': template('service_instance'),
  'pipeline_infrastructure/manifest.yaml': manifest,
  'pipeline_infrastructure/t.yaml': template('pipeline'),
};

const environmentSpec = (size: number) => `proton: EnvironmentSpec\nspec: {size: ${size}}\n`;
const serviceSpec = (size: number) =>
  `proton: ServiceSpec\npipeline: {size: ${size}}\ninstances: [{name: prod, environment: beta, spec: {size: ${size}}}]\n`;

describe('quaymaster proton plan and rollback', () => {
  let program: Program;
  const run = (...words: string[]) => runProton(...words, '--data', program.data);
  const file = (text: string) => join(folderOf({ 'spec.yaml': text }), 'spec.yaml');
  const environment = (isSo: (status: string) => boolean = (status) => status !== 'IN_PROGRESS') =>
    program.until(
      async () =>
        (
          await program.call<{ environment: { deploymentStatus: string; spec: string; templateMinorVersion: string } }>(
            'GetEnvironment',
            { name: 'beta' },
          )
        ).environment,
      ({ deploymentStatus }) => isSo(deploymentStatus),
    );

  beforeAll(async () => {
    program = await openProgram();
    await program.call('UpdateAccountSettings', { pipelineServiceRoleArn: role });
    await program.template({ name: 'network' }, network);
    await program.template(
      { name: 'web', compatibleEnvironmentTemplates: [{ templateName: 'network', majorVersion: '1' }] },
      web,
    );
    const made = { templateName: 'network', templateMajorVersion: '1', protonServiceRoleArn: role };
    await program.call('CreateEnvironment', { name: 'beta', spec: environmentSpec(1), ...made });
    await environment();
    await program.call('CreateService', {
      name: 'shop',
      templateName: 'web',
      templateMajorVersion: '1',
      spec: serviceSpec(1),
      repositoryId: 'me/shop',
      branchName: 'main',
      repositoryConnectionArn: 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c',
    });
    await program.until(
      async () => (await program.call<{ service: { status: string } }>('GetService', { name: 'shop' })).service.status,
      (status) => status === 'ACTIVE',
    );
  }, 60_000);
  afterAll(() => program.stop());

  it.each([
    ['beta', environmentSpec(2), 'environment beta'],
    ['shop/prod', serviceSpec(2), 'service instance shop/prod'],
    ['shop/pipeline', serviceSpec(2), 'pipeline of service shop'],
    [
      'arn:aws:proton:us-east-1:000000000000:service/shop/service-instance/prod',
      serviceSpec(2),
      'service instance shop/prod',
    ],
  ])('tells what would change of %s', async (name, spec, told) => {
    const { code, out } = await run('plan', name, '--spec', file(spec));

    expect(code).toBe(0);
    expect(out).toBe(`${told}: 1 to add, 1 to change, 0 to remove
  ~ Topic (AWS::SNS::Topic): DisplayName
  + Queue (AWS::SQS::Queue)

--- a/t.yaml
+++ b/t.yaml
@@ -2,4 +2,7 @@
   Topic:
     Type: AWS::SNS::Topic
     Properties:
-      DisplayName: size 1
+      DisplayName: size 2
+
+  Queue:
+    Type: AWS::SQS::Queue
`);
  });

  it('tells it of all parts of a service, for programs too', async () => {
    const { out } = await run('plan', 'service/shop', '--spec', file(serviceSpec(2)), '--output', 'json');

    expect(JSON.parse(out)).toMatchObject([
      { name: 'service instance shop/prod', resources: [{ change: 'change' }, { change: 'add', name: 'Queue' }] },
      { name: 'pipeline of service shop', files: [{ path: 't.yaml' }] },
    ]);
  });

  it('tells that nothing changes, and changes nothing itself', async () => {
    const before = await program.call<{ deployments: object[] }>('ListDeployments', {});

    expect((await run('plan', 'beta', '--spec', file(environmentSpec(1)))).out).toBe(
      'environment beta: nothing changes\n',
    );
    expect(await program.call<{ deployments: object[] }>('ListDeployments', {})).toMatchObject({
      deployments: before.deployments,
    });
  });

  it.each<[string, string[], string]>([
    [
      'a spec that breaks a rule',
      ['beta', environmentSpec(10)],
      'ValidationException: The spec is not valid: spec.size: must be <= 9 (maximum), got 10',
    ],
    ['a name of nothing', ['none', environmentSpec(1)], 'ResourceNotFoundException'],
    ['no name', ['a/b/c', environmentSpec(1)], "'a/b/c' names nothing that is deployed"],
  ])('refuses %s', async (_, [name = '', spec = ''], message) => {
    await expect(run('plan', name, '--spec', file(spec))).rejects.toThrow(message);
  });

  it('is not for those who may not update', async () => {
    const Statement = { Effect: 'Allow', Action: 'proton:Get*', Resource: '*' };
    const policy = join(
      folderOf({ 'policy.json': JSON.stringify({ Version: '2012-10-17', Statement }) }),
      'policy.json',
    );
    const { typed } = await import('../typed.ts');
    const quiet = jest.spyOn(console, 'log').mockImplementation(() => {});
    await typed('principal', 'create', 'reader', '--policy', policy, '--data', program.data);
    quiet.mockRestore();

    await expect(run('plan', 'beta', '--spec', file(environmentSpec(2)), '--profile', 'reader')).rejects.toThrow(
      'proton:UpdateEnvironment',
    );
  });

  it('goes back to what was there before, and to a deployment that is named', async () => {
    const call = caller(program.client);
    const first = (
      await call<{ environment: { lastSucceededDeploymentId: string } }>('GetEnvironment', { name: 'beta' })
    ).environment;
    await call('UpdateEnvironment', { name: 'beta', deploymentType: 'CURRENT_VERSION', spec: environmentSpec(3) });
    await environment();
    await call('CreateEnvironmentTemplateVersion', {
      templateName: 'network',
      majorVersion: '1',
      source: await program.source(network),
    });
    const minor = { templateName: 'network', majorVersion: '1', minorVersion: '1' };
    await program.until(
      () => call<{ environmentTemplateVersion: { status: string } }>('GetEnvironmentTemplateVersion', minor),
      ({ environmentTemplateVersion: { status } }) => status === 'DRAFT',
    );
    await call('UpdateEnvironment', {
      name: 'beta',
      deploymentType: 'MINOR_VERSION',
      templateMinorVersion: '1',
      spec: environmentSpec(4),
    });
    await environment();

    const back = await run('rollback', 'beta');
    const before = await environment();
    await run('rollback', 'beta', '--to', first.lastSucceededDeploymentId);
    const named = await environment();

    expect(back.out).toMatch(
      /^environment beta: back to deployment [0-9a-f-]{36}, template version 1\.0\nquaymaster proton deployments show [0-9a-f-]{36}\n$/,
    );
    expect(before).toMatchObject({
      deploymentStatus: 'SUCCEEDED',
      templateMinorVersion: '0',
      spec: environmentSpec(3),
    });
    expect(named).toMatchObject({ deploymentStatus: 'SUCCEEDED', spec: environmentSpec(1) });
  }, 60_000);

  it('goes back to the last success after a failure', async () => {
    const name = 'shop/prod';
    const at = { serviceName: 'shop', name: 'prod' };
    const instance = () =>
      program.until(
        async () =>
          (
            await program.call<{ serviceInstance: { deploymentStatus: string; spec: string } }>(
              'GetServiceInstance',
              at,
            )
          ).serviceInstance,
        ({ deploymentStatus }) => deploymentStatus !== 'IN_PROGRESS',
      );
    const broken = {
      ...web,
      'instance_infrastructure/t.yaml':
        'Resources: {A: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Nothing}}}',
    };
    const compatibleEnvironmentTemplates = [{ templateName: 'network', majorVersion: '1' }];
    await program.call('CreateServiceTemplateVersion', {
      templateName: 'web',
      majorVersion: '1',
      source: await program.source(broken),
      compatibleEnvironmentTemplates,
    });
    await program.until(
      () =>
        program.call<{ serviceTemplateVersion: { status: string } }>('GetServiceTemplateVersion', {
          templateName: 'web',
          majorVersion: '1',
          minorVersion: '1',
        }),
      ({ serviceTemplateVersion: { status } }) => status === 'DRAFT',
    );
    const planned = await run('plan', name, '--template-version', '1.1');
    await program.call('UpdateServiceInstance', { ...at, deploymentType: 'MINOR_VERSION', templateMinorVersion: '1' });
    const failed = await instance();
    await run('rollback', name);

    expect(planned.out).toContain(
      'service instance shop/prod: 1 to add, 0 to change, 1 to remove\n  + A (AWS::SNS::Topic)\n  - Topic (AWS::SNS::Topic)\n',
    );
    expect(failed.deploymentStatus).toBe('FAILED');
    expect(await instance()).toMatchObject({ deploymentStatus: 'SUCCEEDED', spec: serviceSpec(1) });
    await expect(run('rollback', 'shop/pipeline')).rejects.toThrow(
      'pipeline of service shop has no earlier deployment that succeeded',
    );
    await expect(run('rollback', 'service/shop')).rejects.toThrow('a service is rolled back part by part');
  }, 60_000);
});
