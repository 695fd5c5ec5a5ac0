import * as sdk from '@aws-sdk/client-proton';
import { contract } from '../../../functions/proton/contract.ts';
import { proton } from '../../../functions/proton/index.ts';
import { account } from '../../door.ts';
import { openProton } from './proton-running.ts';

const version = { templateName: 'one', majorVersion: '1', minorVersion: '0' };
const source = { s3: { bucket: 'bundles', key: 'one.tar.gz' } };
const id = '00000000-0000-4000-8000-000000000001';
const resourceArn = `arn:aws:proton:us-east-1:${account}:environment/one`;
const role = `arn:aws:iam::${account}:role/one`;
const service = { serviceName: 'app' };
const instance = { ...service, serviceInstanceName: 'dev' };
const compatibleEnvironmentTemplates = [{ templateName: 'one', majorVersion: '1' }];
const deploymentType = 'CURRENT_VERSION';

const serviceSync = {
  serviceName: 'app',
  repositoryName: 'me/infra',
  repositoryProvider: 'GITHUB',
  branch: 'main',
  filePath: 'ops.yaml',
};

/** An input of each operation, and what it is about, as IAM names it. */
const samples: Record<string, [object, string]> = {
  AcceptEnvironmentAccountConnection: [{ id }, `environment-account-connection/${id}`],
  CancelEnvironmentDeployment: [{ environmentName: 'one' }, 'environment/one'],
  CancelServiceInstanceDeployment: [instance, 'service/app/service-instance/dev'],
  CancelServicePipelineDeployment: [service, 'service/app/pipeline'],
  CreateEnvironment: [{ name: 'one', templateName: 't', templateMajorVersion: '1', spec: 'x' }, 'environment/one'],
  CreateEnvironmentAccountConnection: [
    { environmentName: 'one', managementAccountId: account },
    'environment-account-connection/*',
  ],
  CreateEnvironmentTemplate: [{ name: 'one' }, 'environment-template/one'],
  CreateEnvironmentTemplateVersion: [{ templateName: 'one', source }, 'environment-template/one'],
  CreateService: [{ name: 'app', templateName: 't', templateMajorVersion: '1', spec: 'x' }, 'service/app'],
  CreateServiceInstance: [{ ...service, name: 'dev', spec: 'x' }, 'service/app/service-instance/dev'],
  CreateServiceTemplate: [{ name: 'one' }, 'service-template/one'],
  CreateServiceTemplateVersion: [
    { templateName: 'one', source, compatibleEnvironmentTemplates },
    'service-template/one',
  ],
  DeleteDeployment: [{ id }, `deployment/${id}`],
  DeleteEnvironment: [{ name: 'one' }, 'environment/one'],
  DeleteEnvironmentAccountConnection: [{ id }, `environment-account-connection/${id}`],
  DeleteEnvironmentTemplate: [{ name: 'one' }, 'environment-template/one'],
  DeleteEnvironmentTemplateVersion: [version, 'environment-template/one:1.0'],
  DeleteService: [{ name: 'app' }, 'service/app'],
  DeleteServiceTemplate: [{ name: 'one' }, 'service-template/one'],
  DeleteServiceTemplateVersion: [version, 'service-template/one:1.0'],
  GetAccountSettings: [{}, '*'],
  GetDeployment: [{ id }, `deployment/${id}`],
  GetEnvironment: [{ name: 'one' }, 'environment/one'],
  GetEnvironmentAccountConnection: [{ id }, `environment-account-connection/${id}`],
  GetEnvironmentTemplate: [{ name: 'one' }, 'environment-template/one'],
  GetEnvironmentTemplateVersion: [version, 'environment-template/one:1.0'],
  GetResourcesSummary: [{}, '*'],
  GetService: [{ name: 'app' }, 'service/app'],
  GetServiceInstance: [{ ...service, name: 'dev' }, 'service/app/service-instance/dev'],
  GetServiceTemplate: [{ name: 'one' }, 'service-template/one'],
  GetServiceTemplateVersion: [version, 'service-template/one:1.0'],
  ListDeployments: [{}, '*'],
  ListEnvironmentAccountConnections: [{ requestedBy: 'MANAGEMENT_ACCOUNT' }, '*'],
  ListEnvironmentOutputs: [{ environmentName: 'one' }, 'environment/one'],
  ListEnvironmentProvisionedResources: [{ environmentName: 'one' }, 'environment/one'],
  ListEnvironmentTemplateVersions: [{ templateName: 'one' }, 'environment-template/one'],
  ListEnvironmentTemplates: [{}, '*'],
  ListEnvironments: [{}, '*'],
  ListServiceInstanceOutputs: [instance, 'service/app/service-instance/dev'],
  ListServiceInstanceProvisionedResources: [instance, 'service/app/service-instance/dev'],
  ListServiceInstances: [{}, '*'],
  ListServicePipelineOutputs: [service, 'service/app/pipeline'],
  ListServicePipelineProvisionedResources: [service, 'service/app/pipeline'],
  ListServiceTemplateVersions: [{ templateName: 'one' }, 'service-template/one'],
  ListServiceTemplates: [{}, '*'],
  ListServices: [{}, '*'],
  ListTagsForResource: [{ resourceArn }, 'environment/one'],
  NotifyResourceDeploymentStatusChange: [{ resourceArn }, 'environment/one'],
  RejectEnvironmentAccountConnection: [{ id }, `environment-account-connection/${id}`],
  TagResource: [{ resourceArn, tags: [{ key: 'a', value: 'b' }] }, 'environment/one'],
  UntagResource: [{ resourceArn, tagKeys: ['a'] }, 'environment/one'],
  UpdateAccountSettings: [{ pipelineServiceRoleArn: role }, '*'],
  UpdateEnvironment: [{ name: 'one', deploymentType }, 'environment/one'],
  UpdateEnvironmentAccountConnection: [{ id, roleArn: role }, `environment-account-connection/${id}`],
  UpdateEnvironmentTemplate: [{ name: 'one' }, 'environment-template/one'],
  UpdateEnvironmentTemplateVersion: [version, 'environment-template/one:1.0'],
  UpdateService: [{ name: 'app' }, 'service/app'],
  UpdateServiceInstance: [{ ...service, name: 'dev', deploymentType }, 'service/app/service-instance/dev'],
  UpdateServicePipeline: [{ ...service, deploymentType, spec: 'x' }, 'service/app/pipeline'],
  UpdateServiceTemplate: [{ name: 'one' }, 'service-template/one'],
  UpdateServiceTemplateVersion: [version, 'service-template/one:1.0'],
  CancelComponentDeployment: [{ componentName: 'one' }, 'component/one'],
  CreateComponent: [{ name: 'one', manifest: 'm', templateFile: 't' }, 'component/one'],
  DeleteComponent: [{ name: 'one' }, 'component/one'],
  GetComponent: [{ name: 'one' }, 'component/one'],
  ListComponentOutputs: [{ componentName: 'one' }, 'component/one'],
  ListComponentProvisionedResources: [{ componentName: 'one' }, 'component/one'],
  ListComponents: [{}, '*'],
  UpdateComponent: [{ name: 'one', deploymentType }, 'component/one'],
  CreateRepository: [
    {
      name: 'me/infra',
      provider: 'GITHUB',
      connectionArn: 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c',
    },
    'repository/github:me/infra',
  ],
  DeleteRepository: [{ name: 'me/infra', provider: 'GITHUB' }, 'repository/github:me/infra'],
  GetRepository: [{ name: 'me/infra', provider: 'GITHUB' }, 'repository/github:me/infra'],
  ListRepositories: [{}, '*'],
  CreateTemplateSyncConfig: [
    {
      templateName: 'one',
      templateType: 'ENVIRONMENT',
      repositoryName: 'me/infra',
      repositoryProvider: 'GITHUB',
      branch: 'main',
    },
    'environment-template/one',
  ],
  DeleteTemplateSyncConfig: [{ templateName: 'one', templateType: 'ENVIRONMENT' }, 'environment-template/one'],
  GetTemplateSyncConfig: [{ templateName: 'one', templateType: 'ENVIRONMENT' }, 'environment-template/one'],
  GetTemplateSyncStatus: [
    { templateName: 'one', templateType: 'ENVIRONMENT', templateVersion: '1' },
    'environment-template/one',
  ],
  UpdateTemplateSyncConfig: [
    {
      templateName: 'one',
      templateType: 'ENVIRONMENT',
      repositoryName: 'me/infra',
      repositoryProvider: 'GITHUB',
      branch: 'main',
    },
    'environment-template/one',
  ],
  GetRepositorySyncStatus: [
    { repositoryName: 'me/infra', repositoryProvider: 'GITHUB', branch: 'main', syncType: 'TEMPLATE_SYNC' },
    'repository/github:me/infra',
  ],
  ListRepositorySyncDefinitions: [
    { repositoryName: 'me/infra', repositoryProvider: 'GITHUB', syncType: 'TEMPLATE_SYNC' },
    'repository/github:me/infra',
  ],
  CreateServiceSyncConfig: [serviceSync, 'service/app'],
  DeleteServiceSyncConfig: [service, 'service/app'],
  GetServiceInstanceSyncStatus: [instance, 'service/app/service-instance/dev'],
  GetServiceSyncBlockerSummary: [service, 'service/app'],
  GetServiceSyncConfig: [service, 'service/app'],
  UpdateServiceSyncBlocker: [{ id: 'app/dev/1', resolvedReason: 'x' }, 'service/app'],
  UpdateServiceSyncConfig: [serviceSync, 'service/app'],
};

const command = (operation: string, input: object) => {
  const Command = sdk[`${operation}Command` as 'GetEnvironmentCommand'];
  return new Command(input as never);
};

const rows = Object.entries(samples);
const arn = (resource: string) => (resource === '*' ? '*' : `arn:aws:proton:us-east-1:${account}:${resource}`);
const allow = (Action: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource },
});

describe('the permission of every operation', () => {
  it('is tried here', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(proton.actions).sort());
  });

  it.each(rows)('%s is refused to who may do something else only', async (operation, [input, resource]) => {
    const room = await openProton();
    const other = await room.principal(
      'other',
      allow('proton:*', arn(resource === '*' ? 'environment/other' : 'service/none')),
    );

    await expect(room.as(other).send(command(operation, input))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`proton:${operation}`),
    });
  });

  it.each(rows)('%s is allowed by the name of what it is about', async (operation, [input, resource]) => {
    const room = await openProton();
    const Statement = [
      { Effect: 'Allow', Action: `proton:${operation}`, Resource: arn(resource) },
      {
        Effect: 'Allow',
        Action: ['iam:PassRole', 's3:GetObject', 'codestar-connections:PassConnection'],
        Resource: '*',
      },
    ];
    const allowed = await room.principal('allowed', { Version: '2012-10-17', Statement });
    await room.ports.objects.put('bundles', 'one.tar.gz', Buffer.from(''));

    const error = await room
      .as(allowed)
      .send(command(operation, input))
      .then(
        () => undefined,
        (cause: Error) => cause.name,
      );

    expect([undefined, 'ResourceNotFoundException', 'ValidationException']).toContain(error);
  });

  const named = rows.filter(([operation]) => {
    const shape = contract.shapes[contract.operations[operation]?.input ?? ''];
    return shape?.required?.length;
  });

  it.each(named)('%s says what is missing or wrong', async (operation, [input]) => {
    const { client } = await openProton();
    const [member = ''] = Object.keys(input);
    const wrong = client.send(command(operation, { ...input, [member]: '' }));

    await expect(client.send(command(operation, {}))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(wrong).rejects.toMatchObject({
      name: expect.stringMatching(/ValidationException|SerializationException/),
    });
  });

  const paged = rows.filter(
    ([operation]) => contract.shapes[contract.operations[operation]?.input ?? '']?.members?.['maxResults'],
  );

  it.each(paged)('%s knows its own tokens only', async (operation, [input]) => {
    const { client } = await openProton();
    await client.send(new sdk.CreateEnvironmentTemplateCommand({ name: 'one' }));
    await client.send(new sdk.CreateServiceTemplateCommand({ name: 'one' }));
    const refused = client.send(command(operation, { ...input, nextToken: 'QUJD' }));

    await expect(refused).rejects.toMatchObject({
      name: operation === 'ListTagsForResource' ? 'ResourceNotFoundException' : 'ValidationException',
    });
  });
});

describe('what is handed on', () => {
  it.each<[string, object, string]>([
    ['iam:PassRole', { ...samples['CreateEnvironment']?.[0], protonServiceRoleArn: role }, 'CreateEnvironment'],
    ['iam:PassRole', { pipelineServiceRoleArn: role }, 'UpdateAccountSettings'],
    ['s3:GetObject', { templateName: 'one', source }, 'CreateEnvironmentTemplateVersion'],
    [
      'codestar-connections:PassConnection',
      {
        ...samples['CreateService']?.[0],
        repositoryConnectionArn: 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c',
      },
      'CreateService',
    ],
  ])('needs %s', async (action, input, operation) => {
    const room = await openProton();
    const keys = await room.principal('some', allow('proton:*', '*'));

    await expect(room.as(keys).send(command(operation, input))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(action),
    });
  });
});
