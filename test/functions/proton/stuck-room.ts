import type { Progress, Provisioning } from '../../../functions/ports/provisioner.ts';
import { pullRequestProvisioner } from '../../../functions/ports/pull-request/pull-request-provisioner.ts';
import { commands, terraform } from './bundle-files.ts';
import { failed, type FakeProvisioner } from './fake-provisioner.ts';
import { fakeRepositories, type FakeRepositories } from './fake-repositories.ts';
import { caller } from './program.ts';
import { openProton } from './proton-running.ts';
import { repository, withPipeline } from './services/services-room.ts';

/** What is deployed. */
export type Kind = 'environment' | 'service instance' | 'service pipeline' | 'component';
/** What goes wrong with work by roles, and what becomes of a pull request. */
export type Trouble =
  | 'fails'
  | 'is refused'
  | 'never ends'
  | 'throws'
  | 'is never applied'
  | 'is closed'
  | 'is merged'
  | 'loses its repository'
  | 'cannot be reached';

const roleArn = 'arn:aws:iam::000000000000:role/one';
const arns = 'arn:aws:proton:us-east-1:000000000000:';
const provisioningRepository = { provider: 'GITHUB', name: 'me/infra', branch: 'main' };
const roles = { codebuildRoleArn: roleArn, protonServiceRoleArn: undefined, componentRoleArn: roleArn };
const hcl = terraform['infrastructure/manifest.yaml'] ?? '';
const byTerraform = {
  'schema/schema.yaml': withPipeline['schema/schema.yaml'] ?? '',
  'instance_infrastructure/manifest.yaml': hcl,
  'instance_infrastructure/main.tf': '# here\n',
  'pipeline_infrastructure/manifest.yaml': hcl,
  'pipeline_infrastructure/main.tf': '# here\n',
};
const byStack =
  'infrastructure: {templates: [{file: a.yaml, rendering_engine: jinja, template_language: cloudformation}]}';
const environmentSpec = 'proton: EnvironmentSpec\nspec: {}\n';
const serviceSpec = 'proton: ServiceSpec\ninstances: [{name: one, environment: dev, spec: {}}]\n';

const types = {
  environment: 'ENVIRONMENT',
  'service instance': 'SERVICE_INSTANCE',
  'service pipeline': 'SERVICE_PIPELINE',
  component: 'COMPONENT',
} as const;

/** A bundle of a service with or without its pipeline. */
function filesOf(files: Record<string, string>, hasPipeline: boolean): Record<string, string> {
  if (hasPipeline) return files;
  const instance = Object.entries(files).filter(([path]) => path.startsWith('instance_'));
  const schema = (files['schema/schema.yaml'] ?? '').replace(/^.*pipeline_input_type.*\n|^ {4}Pipeline:.*\n/gim, '');
  return { ...Object.fromEntries(instance), 'schema/schema.yaml': schema };
}

/** The name of the resource that work is for, where it is of the kind. */
const nameOf = (kind: Kind, { target }: Provisioning): string | undefined =>
  target.type === types[kind] ? (target.component ?? target.service ?? target.environment) : undefined;

/** The room with resources of one kind by name, provisioned by roles or by pull requests, and what is wrong with each. */
export async function openStuck(kind: Kind, byPullRequest: boolean) {
  const room = await openProton();
  const call = caller(room.client);
  const hasPipeline = kind === 'service pipeline';
  const troubles = new Map<string, Trouble>();
  const troubleOf = (work: Provisioning) => troubles.get(nameOf(kind, work) ?? '');
  const repositories = byPullRequest ? pullRequests(room.provisioner, troubleOf) : undefined;
  if (!repositories) byRoles(room.provisioner, troubleOf);
  const notify = async (resourceArn: string) => {
    await room.settled();
    await call('NotifyResourceDeploymentStatusChange', { resourceArn, status: 'SUCCEEDED' });
    await room.settled();
  };
  const environment = (name: string) =>
    call('CreateEnvironment', {
      name,
      templateName: 'base',
      templateMajorVersion: '1',
      spec: environmentSpec,
      ...(byPullRequest ? { provisioningRepository } : roles),
    });
  await room.environmentTemplate('base', byPullRequest ? terraform : commands);
  const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
  await call('CreateRepository', { provider: 'GITHUB', name: 'me/infra', connectionArn });
  await call('UpdateAccountSettings', {
    pipelineCodebuildRoleArn: roleArn,
    pipelineProvisioningRepository: provisioningRepository,
  });
  await environment('dev');
  if (byPullRequest) await notify(`${arns}environment/dev`);
  await call('CreateServiceTemplate', {
    name: 'web',
    ...(!hasPipeline && { pipelineProvisioning: 'CUSTOMER_MANAGED' }),
  });
  await call('CreateServiceTemplateVersion', {
    templateName: 'web',
    source: await room.source(filesOf(byPullRequest ? byTerraform : withPipeline, hasPipeline)),
    compatibleEnvironmentTemplates: [{ templateName: 'base', majorVersion: '1' }],
  });
  await room.settled();
  await call('UpdateServiceTemplateVersion', {
    templateName: 'web',
    majorVersion: '1',
    minorVersion: '0',
    status: 'PUBLISHED',
  });

  const service = async (name: string) => {
    await call('CreateService', {
      name,
      templateName: 'web',
      templateMajorVersion: '1',
      spec: serviceSpec,
      ...(hasPipeline && repository),
    });
    // Only the pipeline is to get stuck.
    if (byPullRequest && hasPipeline) await notify(`${arns}service/${name}/service-instance/one`);
  };
  const again = { deploymentType: 'CURRENT_VERSION' };
  const manifest = byPullRequest ? hcl : byStack;
  const all: Record<Kind, Operations> = {
    environment: {
      create: environment,
      update: (name) => call('UpdateEnvironment', { name, ...again }),
      cancel: (environmentName) => call('CancelEnvironmentDeployment', { environmentName }),
      remove: (name) => call('DeleteEnvironment', { name }),
      get: async (name) => (await call<{ environment: Shown }>('GetEnvironment', { name })).environment,
    },
    'service instance': {
      create: service,
      update: (serviceName) => call('UpdateServiceInstance', { serviceName, name: 'one', ...again }),
      cancel: (serviceName) => call('CancelServiceInstanceDeployment', { serviceName, serviceInstanceName: 'one' }),
      remove: (name) => call('DeleteService', { name }),
      get: async (serviceName) =>
        (await call<{ serviceInstance: Shown }>('GetServiceInstance', { serviceName, name: 'one' })).serviceInstance,
    },
    'service pipeline': {
      create: service,
      update: (serviceName) => call('UpdateServicePipeline', { serviceName, spec: serviceSpec, ...again }),
      cancel: (serviceName) => call('CancelServicePipelineDeployment', { serviceName }),
      remove: (name) => call('DeleteService', { name }),
      get: async (name) => (await call<{ service: { pipeline: Shown } }>('GetService', { name })).service.pipeline,
    },
    component: {
      create: (name) => call('CreateComponent', { name, environmentName: 'dev', manifest, templateFile: '# here\n' }),
      update: (name) => call('UpdateComponent', { name, ...again }),
      cancel: (componentName) => call('CancelComponentDeployment', { componentName }),
      remove: (name) => call('DeleteComponent', { name }),
      get: async (name) => (await call<{ component: Shown }>('GetComponent', { name })).component,
    },
  };
  return { ...room, call, troubles, repositories, notify, operations: all[kind] };
}

interface Shown {
  arn: string;
  deploymentStatus: string;
  deploymentStatusMessage?: string;
}

interface Operations {
  create: (name: string) => Promise<unknown>;
  update: (name: string) => Promise<unknown>;
  cancel: (name: string) => Promise<unknown>;
  remove: (name: string) => Promise<unknown>;
  get: (name: string) => Promise<Shown | undefined>;
}

const made: Progress = { state: 'Succeeded', outputs: [{ key: 'vpc', valueString: 'vpc-1' }], resources: [] };

type TroubleOf = (work: Provisioning) => Trouble | undefined;

function byRoles(provisioner: FakeProvisioner, troubleOf: TroubleOf): void {
  const turn = async (work: Provisioning): Promise<Progress> => {
    const trouble = troubleOf(work);
    if (trouble === 'throws') throw new Error('no answer');
    if (trouble === 'fails') return failed;
    if (trouble === 'is refused') return { state: 'Failed', message: 'The role cannot be assumed.', isUntouched: true };
    return trouble === 'never ends' ? { state: 'InProgress', memo: {}, lookAfter: 3600 } : made;
  };
  provisioner.start = turn;
  provisioner.look = turn;
}

function pullRequests(provisioner: FakeProvisioner, troubleOf: TroubleOf): FakeRepositories {
  const repositories = fakeRepositories();
  const states = { 'is closed': 'closed', 'is merged': 'merged' } as const;
  const { find } = repositories;
  const faults: Partial<Record<Trouble, 'refused' | 'unreachable'>> = {
    'loses its repository': 'refused',
    'cannot be reached': 'unreachable',
  };
  repositories.trouble = (work) => faults[troubleOf(work) ?? 'is never applied'];
  const found = async (work: Provisioning) => {
    const repository = await find(work);
    const trouble = troubleOf(work);
    for (const pull of repositories.pulls)
      if (
        pull.branch.endsWith(work.id) &&
        pull.state === 'open' &&
        (trouble === 'is closed' || trouble === 'is merged')
      )
        pull.state = states[trouble];
    return repository;
  };
  Object.assign(provisioner, pullRequestProvisioner(found));
  return repositories;
}
