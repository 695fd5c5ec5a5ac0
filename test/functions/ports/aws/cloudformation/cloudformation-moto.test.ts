import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { cloudformationProvisioner } from '../../../../../functions/ports/aws/cloudformation/cloudformation-provisioner.ts';
import { sdkAwsApi } from '../../../../../functions/ports/aws/sdk-aws-api.ts';
import { inMemory } from '../../../../objects.ts';
import { end, provisionerContract } from '../../../../ports/provisioner.contract.ts';
import { type Moto, startMoto, withMoto } from '../moto.ts';
import { stackWork } from './work.ts';

const unfinished = 'Parameters: { P: { Type: String } }\nResources: { Topic: { Type: AWS::SNS::Topic } }';
const bundles = join(import.meta.dirname, '../../../../../../shared/cases/proton-bundles');
const settings = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

withMoto('CloudFormation in moto', () => {
  const before = settings.map((name) => [name, process.env[name]] as const);
  let moto: Moto;
  let worlds = 0;

  beforeAll(async () => {
    moto = await startMoto();
    const { endpoint, credentials } = moto.config;
    process.env['AWS_ENDPOINT_URL'] = endpoint;
    process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey;
  });

  afterAll(() => {
    moto.stop();
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  const open = async () => {
    worlds += 1;
    const provisioner = cloudformationProvisioner({ aws: sdkAwsApi({ region: 'us-east-1' }), objects: inMemory() });
    const { target } = stackWork();
    const own = {
      ...target,
      id: `e${worlds}`,
      environment: `dev${worlds}`,
      stackName: `AWSProton-dev-cloudformation--${worlds}`,
    };
    return {
      provisioner,
      // moto goes on showing the outputs that the stack was created with.
      updated: 'hello',
      work: (more: { id: string; action: 'create' | 'update' | 'delete' }) =>
        stackWork({ target: own, ...more }, more.id === 'd2' ? 'bye' : 'hello'),
      failing: (more: { id: string; action: 'create' | 'update' | 'delete' }) =>
        stackWork({ target: own, files: async () => [{ path: 'x.yaml', body: Buffer.from(unfinished) }], ...more }),
    };
  };

  provisionerContract(open);

  it('takes over a stack that AWS Proton made', async () => {
    const subject = await open();
    const client = new CloudFormationClient(moto.config);
    const { target } = subject.work({ id: 'd1', action: 'create' });
    const StackName = `AWSProton-${target.environment ?? ''}-cloudformation--OLDSTACKOFPROTO`;
    const Tags = [{ Key: 'proton:environment', Value: target.arn.replace('/dev', `/${target.environment}`) }];
    const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Tags }));

    await end(subject, subject.work({ id: 'd0', action: 'delete' }));
    const progress = await end(subject, subject.work({ id: 'd1', action: 'create' }));

    expect(progress).toMatchObject({ state: 'Succeeded', resources: [{ name: StackName }] });
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    expect(Stacks?.[0]?.StackStatus).toBe('UPDATE_COMPLETE');
  });

  // Public bundles, rendered; most others have types that moto does not make.
  it.each([
    ['cfn__component-s3-bucket', 'AWS::S3::Bucket'],
    ['cfn__apprunner-svc', 'AWS::IAM::Role'],
  ])('makes what the bundle %s renders to', async (bundle, type) => {
    const folder = join(bundles, bundle, '.golden');
    if (!existsSync(folder)) return;
    const [name = ''] = readdirSync(folder).filter((one) => !one.includes('pipeline'));
    const { output } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { output: string };
    const subject = await open();
    const files = async () => [{ path: 'cloudformation.yaml', body: Buffer.from(output) }];
    const work = { ...subject.work({ id: 'd1', action: 'create' }), files };

    const progress = await end(subject, work);

    expect(progress).toMatchObject({ state: 'Succeeded' });
    const { StackResources = [] } = await new CloudFormationClient(moto.config).send(
      new DescribeStackResourcesCommand({ StackName: work.target.stackName }),
    );
    expect(StackResources.map(({ ResourceType }) => ResourceType)).toContain(type);
  });
});
