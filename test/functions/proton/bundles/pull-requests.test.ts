import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openProgram, type Program } from '../program.ts';

const recorded = join(import.meta.dirname, '../../../../../shared/cases/proton-pull-requests');
/** Proton wrote them in another account, and one in another Region. */
const golden = (folder: string, file: string, deploymentId?: string): string => {
  const text = readFileSync(join(recorded, folder, file), 'utf8');
  const here = text.replaceAll('123456789012', '000000000000').replaceAll('us-west-2', 'us-east-1');
  return deploymentId === undefined
    ? here
    : here.replace(/"deploymentId" : "[0-9a-f-]{36}"/, `"deploymentId" : "${deploymentId}"`);
};

const metadata = '.proton/deployment-metadata.json';
const variables = 'proton.auto.tfvars.json';
const manifest = 'infrastructure: {templates: [{file: "*", rendering_engine: hcl, template_language: terraform}]}';
const schema = (type: string) =>
  `schema: {format: {openapi: "3.0.0"}, ${type}: I, types: {I: {type: object, additionalProperties: true}}}`;
const ofEnvironment = {
  'schema/schema.yaml': schema('environment_input_type'),
  'infrastructure/manifest.yaml': manifest,
  'infrastructure/main.tf': '# here\n',
};
const ofService = {
  'schema/schema.yaml': schema('service_input_type'),
  'instance_infrastructure/manifest.yaml': manifest,
  'instance_infrastructure/main.tf': '# here\n',
};

interface Deployed {
  arn: string;
  deploymentStatus: string;
  lastAttemptedDeploymentId: string;
}

/** The inputs that a recorded deployment had. */
const inputsIn = (folder: string, of: 'environment' | 'service_instance'): object =>
  (JSON.parse(golden(folder, variables)) as Record<typeof of, { inputs: object }>)[of].inputs;

(existsSync(recorded) ? describe : describe.skip)('a pull request of the whole program', () => {
  let program: Program;
  beforeAll(async () => {
    program = await openProgram();
  }, 60_000);
  afterAll(() => program.stop());

  const repository = (name: string) => join(program.data, 'repositories', `${name}.git`);
  const fileOf = (name: string, ref: string, path: string): string =>
    execFileSync('git', ['-C', repository(name), 'show', `${ref}:${path}`], { encoding: 'utf8' });
  const branchOf = (kind: string, id: string) => `proton--proton-${kind}-${id}`;
  const merge = (name: string, branch: string) =>
    execFileSync('git', ['-C', repository(name), 'update-ref', 'refs/heads/main', `refs/heads/${branch}`]);

  const environment = async (
    name: string,
    templateName: string,
    more: { folder: string; repository: string },
  ): Promise<Deployed> => {
    await program.template({ name: templateName }, ofEnvironment);
    const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
    await program.call('CreateRepository', { name: more.repository, provider: 'GITHUB', connectionArn });
    const { environment } = await program.call<{ environment: Deployed }>('CreateEnvironment', {
      name,
      templateName,
      templateMajorVersion: '1',
      spec: JSON.stringify({ proton: 'EnvironmentSpec', spec: inputsIn(more.folder, 'environment') }),
      provisioningRepository: { name: more.repository, branch: 'main', provider: 'GITHUB' },
    });
    await opened(more.repository, branchOf('environment', environment.lastAttemptedDeploymentId));
    return environment;
  };
  /** Fails, without a word, before there is a whole repository. */
  const opened = (name: string, branch: string) =>
    program.until(
      async () => spawnSync('git', ['-C', repository(name), 'branch', '--list', branch]).stdout.length > 0,
      Boolean,
    );
  const succeed = (
    { arn: resourceArn, lastAttemptedDeploymentId: deploymentId }: Deployed,
    outputs: Record<string, string> = {},
  ) =>
    program.call('NotifyResourceDeploymentStatusChange', {
      resourceArn,
      deploymentId,
      status: 'SUCCEEDED',
      outputs: Object.entries(outputs).map(([key, valueString]) => ({ key, valueString })),
    });

  it('is byte for byte what Proton wrote for an environment', async () => {
    const folder = '2023-12_env';
    const made = await environment('stagingenv', 'eks-mng-karpenter-with-new-vpc', { folder, repository: 'me/one' });
    const id = made.lastAttemptedDeploymentId;
    const read = (path: string) => fileOf('me/one', branchOf('environment', id), `stagingenv/${path}`);

    expect(read(variables)).toBe(golden(folder, variables));
    expect(read(metadata)).toBe(golden(folder, metadata, id));
    expect(read('main.tf')).toMatch(
      /^\/\*\nThis file is managed by AWS Proton\.[^]*environment\/stagingenv[^]*\*\/\n\n# here\n$/,
    );
  }, 60_000);

  it('is byte for byte what Proton wrote for a service instance', async () => {
    const folder = '2022-03_env_plus_instance/Fourth-attempt-tf-fourth-tf-instance';
    const { outputs } = (JSON.parse(golden(folder, variables)) as { environment: { outputs: Record<string, string> } })
      .environment;
    const made = await environment('my_first_tf_env_2', 'sample-vpc-environment-template', {
      folder: '2022-03_env_plus_instance',
      repository: 'me/two',
    });
    await succeed(made, outputs);
    const name = 'sample-lambda-function-template';
    const compatibleEnvironmentTemplates = [{ templateName: 'sample-vpc-environment-template', majorVersion: '1' }];
    await program.template(
      { name, compatibleEnvironmentTemplates, pipelineProvisioning: 'CUSTOMER_MANAGED' },
      ofService,
    );
    const instances = [
      { name: 'fourth-tf-instance', environment: 'my_first_tf_env_2', spec: inputsIn(folder, 'service_instance') },
    ];
    await program.call('CreateService', {
      name: 'Fourth-attempt-tf',
      templateName: name,
      templateMajorVersion: '1',
      spec: JSON.stringify({ proton: 'ServiceSpec', instances }),
    });
    const at = { serviceName: 'Fourth-attempt-tf', name: 'fourth-tf-instance' };
    const { serviceInstance } = await program.call<{ serviceInstance: Deployed }>('GetServiceInstance', at);
    const id = serviceInstance.lastAttemptedDeploymentId;
    await opened('me/two', branchOf('service_instance', id));
    const read = (path: string) =>
      fileOf(
        'me/two',
        branchOf('service_instance', id),
        `my_first_tf_env_2/Fourth-attempt-tf-fourth-tf-instance/${path}`,
      );

    expect(JSON.parse(read(variables))).toMatchObject(JSON.parse(golden(folder, variables)) as object);
    expect(read(metadata)).toBe(golden(folder, metadata, id));
    await succeed(serviceInstance, { url: 'u' });
    const { service } = await program.until(
      () => program.call<{ service: { status: string } }>('GetService', { name: at.serviceName }),
      (answer) => answer.service.status !== 'CREATE_IN_PROGRESS',
    );
    expect(service.status).toBe('ACTIVE');
  }, 60_000);

  it('is byte for byte what Proton wrote for an environment that is deleted', async () => {
    const folder = '2022-05_deleted_env/myeks';
    const templateName = 'of-myeks';
    const made = await environment('myeks', templateName, { folder, repository: 'me/three' });
    merge('me/three', branchOf('environment', made.lastAttemptedDeploymentId));
    await succeed(made);
    await program.until(
      () => program.call<{ environment: Deployed }>('GetEnvironment', { name: 'myeks' }),
      (answer) => answer.environment.deploymentStatus === 'SUCCEEDED',
    );
    const deletion = await program.call<{ environment: Deployed }>('DeleteEnvironment', { name: 'myeks' });
    const branch = branchOf('environment', deletion.environment.lastAttemptedDeploymentId);
    await opened('me/three', branch);

    expect(fileOf('me/three', branch, `myeks/${metadata}`)).toBe(
      golden(folder, metadata)
        .replace('eks-mng-karpenter-with-new-vpc', templateName)
        .replace('"templateMinorVersion" : "1"', '"templateMinorVersion" : "0"'),
    );
    expect(fileOf('me/three', branch, 'myeks/main.tf')).toContain('This file is no longer managed by AWS Proton.');
  }, 60_000);
});
