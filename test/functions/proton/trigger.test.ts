import { arnFrom } from '../../../functions/api/trigger.ts';
import { protonTrigger } from '../../../functions/proton/trigger.ts';

const call = (resource: string, input?: object) => {
  const arn = arnFrom(`arn:aws:proton:us-east-1:000000000000:${resource}`);
  return arn && protonTrigger.callFor(arn, { ...(input && { input: { ...input } }), token: 'token-1' });
};
const source = { s3: { bucket: 'bundles', key: 'environment-template/network/v2.tar.gz' } };

describe('protonTrigger', () => {
  it.each([
    [
      'environment-template/net',
      { source },
      'CreateEnvironmentTemplateVersion',
      { templateName: 'net', source, clientToken: 'token-1' },
    ],
    [
      'environment-template/*',
      { source },
      'CreateEnvironmentTemplateVersion',
      { templateName: 'network', source, clientToken: 'token-1' },
    ],
    [
      'service-template/web',
      { source },
      'CreateServiceTemplateVersion',
      { templateName: 'web', source, clientToken: 'token-1' },
    ],
    ['environment/prod', undefined, 'UpdateEnvironment', { name: 'prod', deploymentType: 'CURRENT_VERSION' }],
    [
      'environment/prod',
      { deploymentType: 'MINOR_VERSION' },
      'UpdateEnvironment',
      { name: 'prod', deploymentType: 'MINOR_VERSION' },
    ],
    [
      'service/web/service-instance/blue',
      { spec: 'proton: ServiceSpec' },
      'UpdateServiceInstance',
      {
        serviceName: 'web',
        name: 'blue',
        deploymentType: 'CURRENT_VERSION',
        spec: 'proton: ServiceSpec',
        clientToken: 'token-1',
      },
    ],
    [
      'service/web/pipeline/1',
      { spec: 's' },
      'UpdateServicePipeline',
      { serviceName: 'web', deploymentType: 'CURRENT_VERSION', spec: 's' },
    ],
  ])('%s with %j is %s', (resource, input, operation, request) => {
    expect(call(resource, input)).toEqual({ operation, input: request });
  });

  it.each(['component/c', 'environment-template/net:1.0', 'service/web'])('knows no %s', (resource) => {
    expect(call(resource)).toBeUndefined();
  });
});
