import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceSpec } from '../../../../functions/proton/specs/spec.ts';
import { bucketPath, objectPath } from '../../../../local/object-path.ts';
import { openProgram, type Program, role } from '../program.ts';
import { bundlesFolder, indexOfPublicBundles, publicBundle } from '../proton-running.ts';

/** What jinja2 made of a file of a bundle with a context. */
interface Golden {
  template: string;
  output: string;
  context: {
    environment?: { name: string; outputs?: Record<string, string> };
    service?: { name: string };
    service_instance?: { components?: object };
    service_instances?: { environment: { outputs: Record<string, string> } }[];
  };
}

const simulated = 'Simulated: no resource was made.';
const isHere = existsSync(bundlesFolder);
const rows = isHere ? indexOfPublicBundles() : [];
const deployable = rows
  .filter(({ format, kind }) => format === 'GA' && kind !== 'component')
  .map(({ name, kind }) => ({ name, kind }));

const deployed = { status: 'ACTIVE', pipeline: { deploymentStatus: 'SUCCEEDED', deploymentStatusMessage: simulated } };

/** CloudFormation refuses it too: a line of its pipeline is not indented. */
const withNull = 'old__lambda-multi-svc-service-data-processing';
const refused = {
  status: 'CREATE_FAILED',
  pipeline: {
    deploymentStatus: 'FAILED',
    deploymentStatusMessage: expect.stringContaining(
      "[/Resources/FunctionBucket/Properties/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault] 'null' values are not allowed in templates",
    ) as string,
  },
};

const goldensOf = (name: string): Golden[] =>
  readdirSync(join(bundlesFolder, name, '.golden')).map(
    (file) => JSON.parse(readFileSync(join(bundlesFolder, name, '.golden', file), 'utf8')) as Golden,
  );
const specOf = (name: string): string =>
  readFileSync(join(bundlesFolder, name, 'spec', readdirSync(join(bundlesFolder, name, 'spec'))[0] ?? ''), 'utf8');
/** The goldens are of another account, but for the connection, which is as it is given. */
const here = (text: string) =>
  text
    .replaceAll('123456789012', '000000000000')
    .replaceAll('us-east-1:000000000000:connection', 'us-east-1:123456789012:connection');

/** An environment that makes known what the goldens of a service were rendered with. */
const environmentWith = (outputs: Record<string, string>) => ({
  'schema/schema.yaml': 'schema: {format: {openapi: "3.0.0"}, environment_input_type: I, types: {I: {type: object}}}',
  'infrastructure/manifest.yaml':
    'infrastructure: {templates: [{file: cloudformation.yaml, rendering_engine: jinja, template_language: cloudformation}]}',
  'infrastructure/cloudformation.yaml': JSON.stringify({
    Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
  }),
});

(isHere ? describe : describe.skip)('the public bundles in the whole program', () => {
  let program: Program;
  beforeAll(async () => {
    program = await openProgram();
    await program.call('UpdateAccountSettings', { pipelineServiceRoleArn: role });
  }, 60_000);
  afterAll(() => program.stop());

  /** The text that a deployment was made of, as the program keeps it. */
  const kept = (deploymentId: string): string => {
    const path = objectPath(`deployments/${deploymentId}/rendered.json`);
    const text = readFileSync(join(program.data, 'objects', bucketPath('.proton'), ...path), 'utf8');
    return (
      (JSON.parse(text.slice(text.indexOf('\n') + 1)) as { files: Record<string, string> }).files[
        'cloudformation.yaml'
      ] ?? ''
    );
  };

  interface Deployed {
    deploymentStatus: string;
    deploymentStatusMessage: string;
    lastSucceededDeploymentId: string;
  }

  const environment = async (name: string, templateName: string, spec: string): Promise<Deployed> => {
    await program.call('CreateEnvironment', {
      name,
      templateName,
      templateMajorVersion: '1',
      spec,
      protonServiceRoleArn: role,
    });
    const { environment } = await program.until(
      () => program.call<{ environment: Deployed }>('GetEnvironment', { name }),
      (answer) => answer.environment.deploymentStatus !== 'IN_PROGRESS',
    );
    return environment;
  };

  it.each(deployable.filter(({ kind }) => kind === 'environment'))(
    'register, render and deploy: $name',
    async ({ name }) => {
      const [golden] = goldensOf(name);
      const registered = await program.template({ name }, publicBundle(name));
      const own = golden?.context.environment?.name ?? '';
      const made = await environment(own, name, specOf(name));
      const { outputs } = await program.call<{ outputs: { valueString: string }[] }>('ListEnvironmentOutputs', {
        environmentName: own,
      });
      await program.call('DeleteEnvironment', { name: own });
      const gone = program.until(
        () =>
          program.call('GetEnvironment', { name: own }).then(
            () => 'there',
            (error: Error) => error.name,
          ),
        (answer) => answer !== 'there',
      );

      expect(registered).toEqual({ status: 'DRAFT', statusMessage: '' });
      expect(made).toMatchObject({
        deploymentStatus: 'SUCCEEDED',
        deploymentStatusMessage: simulated,
      });
      expect(kept(made.lastSucceededDeploymentId)).toBe(here(golden?.output ?? ''));
      expect(outputs.length).toBeGreaterThan(0);
      expect(await gone).toBe('ResourceNotFoundException');
    },
    60_000,
  );

  it.each(deployable.filter(({ kind }) => kind === 'service'))(
    'register, render and deploy: $name',
    async ({ name }) => {
      const goldens = goldensOf(name);
      const instance = goldens.find(({ template }) => template.startsWith('instance_'));
      const pipeline = goldens.find(({ template }) => template.startsWith('pipeline_'));
      const outputs = {
        ...pipeline?.context.service_instances?.[0]?.environment.outputs,
        ...instance?.context.environment?.outputs,
      };
      const base = `base-${name}`.slice(0, 100);
      await program.template({ name: base }, environmentWith(outputs));
      const service = instance?.context.service?.name ?? '';
      for (const one of new Set(readServiceSpec(specOf(name)).instances.map((each) => each.environment)))
        await environment(one, base, 'proton: EnvironmentSpec\nspec: {}\n');
      const compatibleEnvironmentTemplates = [{ templateName: base, majorVersion: '1' }];
      const registered = await program.template({ name, compatibleEnvironmentTemplates }, publicBundle(name));
      await program.call('CreateService', {
        name: service,
        templateName: name,
        templateMajorVersion: '1',
        spec: specOf(name),
        repositoryId: 'org/repo',
        branchName: 'main',
        repositoryConnectionArn: 'arn:aws:codestar-connections:us-east-1:123456789012:connection/a1b2c3d4',
      });
      const { service: made } = await program.until(
        () =>
          program.call<{ service: { status: string; statusMessage: string; pipeline: Deployed } }>('GetService', {
            name: service,
          }),
        (answer) => answer.service.status !== 'CREATE_IN_PROGRESS',
      );
      const [first] = readServiceSpec(specOf(name)).instances;
      const { serviceInstance } = await program.call<{ serviceInstance: Deployed }>('GetServiceInstance', {
        serviceName: service,
        name: first?.name,
      });
      await program.call('DeleteService', { name: service });
      const gone = await program.until(
        () =>
          program.call('GetService', { name: service }).then(
            () => 'there',
            (error: Error) => error.name,
          ),
        (answer) => answer !== 'there',
      );
      for (const one of new Set(readServiceSpec(specOf(name)).instances.map((each) => each.environment))) {
        await program.call('DeleteEnvironment', { name: one });
        await program.until(
          () =>
            program.call('GetEnvironment', { name: one }).then(
              () => 'there',
              (error: Error) => error.name,
            ),
          (answer) => answer !== 'there',
        );
      }

      expect(registered).toEqual({ status: 'DRAFT', statusMessage: '' });
      expect(serviceInstance.deploymentStatusMessage).toBe(simulated);
      expect(made).toMatchObject(name === withNull ? refused : deployed);
      // Goldens with a component are for a component that is attached.
      if (!instance?.context.service_instance?.components)
        expect(kept(serviceInstance.lastSucceededDeploymentId)).toBe(here(instance?.output ?? ''));
      expect(gone).toBe('ResourceNotFoundException');
    },
    60_000,
  );
});
