import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type Moto, startMoto, withMoto } from '../../ports/aws/moto.ts';
import { openProgram, type Program } from '../program.ts';
import { bundlesFolder, publicBundle } from '../proton-running.ts';

/** Of the account that moto takes everybody for. */
const role = 'arn:aws:iam::123456789012:role/proton';

const specOf = (name: string): string =>
  readFileSync(join(bundlesFolder, name, 'spec', readdirSync(join(bundlesFolder, name, 'spec'))[0] ?? ''), 'utf8');

/** One that makes known what the service asks for. */
const environment = {
  'schema/schema.yaml': 'schema: {format: {openapi: "3.0.0"}, environment_input_type: I, types: {I: {type: object}}}',
  'infrastructure/manifest.yaml':
    'infrastructure: {templates: [{file: cloudformation.yaml, rendering_engine: jinja, template_language: cloudformation}]}',
  'infrastructure/cloudformation.yaml': JSON.stringify({
    Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    Outputs: {
      SNSRegion: { Value: 'us-east-1' },
      SNSTopicArn: { Value: { Ref: 'Topic' } },
      VpcConnectorArn: { Value: 'none' },
    },
  }),
};

interface Deployed {
  deploymentStatus: string;
  deploymentStatusMessage?: string;
}

withMoto('public bundles through CloudFormation, which is moto here', () => {
  const settings = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'QUAYMASTER_PROVISION_WITH_AWS'];
  const before = settings.map((name) => [name, process.env[name]] as const);
  let moto: Moto;
  let program: Program;

  beforeAll(async () => {
    moto = await startMoto();
    const { endpoint, credentials } = moto.config;
    process.env['AWS_ENDPOINT_URL'] = endpoint;
    process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey;
    process.env['QUAYMASTER_PROVISION_WITH_AWS'] = '1';
    program = await openProgram();
  }, 60_000);

  afterAll(async () => {
    await program.stop();
    moto.stop();
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  const ended = (operation: string, member: string, input: object) =>
    program.until(
      async () => (await program.call<Record<string, Deployed>>(operation, input))[member] as Deployed,
      ({ deploymentStatus }) => deploymentStatus !== 'IN_PROGRESS',
    );
  const gone = (operation: string, input: object) =>
    program.until(
      () =>
        program.call(operation, input).then(
          () => 'there',
          (error: Error) => error.name,
        ),
      (answer) => answer !== 'there',
    );
  /** The stack that something was made as. */
  const stackOf = async (operation: string, input: object) => {
    const { provisionedResources } = await program.call<{ provisionedResources: { name: string }[] }>(operation, input);
    const StackName = provisionedResources[0]?.name;
    const client = new CloudFormationClient(moto.config);
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  };

  // Most others have types that moto does not make.
  (existsSync(bundlesFolder) ? it : it.skip)(
    'are deployed and deleted: a service without its pipeline, and a component',
    async () => {
      const folder = 'cfn__apprunner-svc';
      const files = Object.entries(publicBundle(folder)).filter(([path]) => !path.startsWith('pipeline_'));
      const texts = files.map(([path, body]) => [path, body.toString().replace(/^ +pipeline_input_type:.*\n/m, '')]);
      const spec = specOf(folder).replace(/^pipeline:\n( {2}.*\n)+/m, '');
      const component = publicBundle('cfn__component-s3-bucket');
      await program.template({ name: 'network' }, environment);
      const network = { name: 'vpc-env-prod', templateName: 'network', templateMajorVersion: '1' };
      const roles = { protonServiceRoleArn: role, componentRoleArn: role };
      const environmentSpec = 'proton: EnvironmentSpec\nspec: {}\n';
      await program.call('CreateEnvironment', { ...network, ...roles, spec: environmentSpec });
      await ended('GetEnvironment', 'environment', { name: 'vpc-env-prod' });
      const compatibleEnvironmentTemplates = [{ templateName: 'network', majorVersion: '1' }];
      const template = {
        name: folder,
        compatibleEnvironmentTemplates,
        pipelineProvisioning: 'CUSTOMER_MANAGED',
      } as const;
      await program.template(template, Object.fromEntries(texts) as Record<string, string>);
      await program.call('CreateService', { name: 'shop', templateName: folder, templateMajorVersion: '1', spec });
      const at = { serviceName: 'shop', name: 'apprunner-svc-prod' };
      const instance = await ended('GetServiceInstance', 'serviceInstance', at);
      const inService = { serviceName: at.serviceName, serviceInstanceName: at.name };
      const stack = await stackOf('ListServiceInstanceProvisionedResources', inService);
      await program.call('CreateComponent', {
        name: 'files',
        environmentName: 'vpc-env-prod',
        manifest: component['manifest.yaml']?.toString(),
        templateFile: component['cloudformation.yaml']?.toString(),
      });
      const made = await ended('GetComponent', 'component', { name: 'files' });
      const bucket = await stackOf('ListComponentProvisionedResources', { componentName: 'files' });
      await program.call('DeleteComponent', { name: 'files' });
      await program.call('DeleteService', { name: 'shop' });

      expect(instance).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
      expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
      expect(stack?.Tags).toContainEqual({
        Key: 'proton:service',
        Value: 'arn:aws:proton:us-east-1:000000000000:service/shop',
      });
      expect(made).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
      expect(bucket).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
      expect(await gone('GetComponent', { name: 'files' })).toBe('ResourceNotFoundException');
      expect(await gone('GetService', { name: 'shop' })).toBe('ResourceNotFoundException');
    },
    120_000,
  );
});
