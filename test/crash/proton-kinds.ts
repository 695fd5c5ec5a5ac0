import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { role } from '../functions/proton/program.ts';

/** Calls an operation of Proton by its name. */
export type Call = <Output = Record<string, never>>(operation: string, input: object) => Promise<Output>;

/** Something that is deployed, and what a change of it is to deploy; `data` is the program's folder. */
interface Given {
  name: string;
  spec: string;
  data: string;
}

/** What can be done to one kind of resource. */
interface Kind {
  spec: (seconds: number, said: string) => string;
  create: (call: Call, given: Given) => Promise<unknown>;
  /** Changes and cancels of what is there, one of which is chosen. */
  acts: ((call: Call, given: Given) => Promise<unknown>)[];
  remove: (call: Call, given: Given) => Promise<unknown>;
  /** The statuses of it and its parts. */
  statuses: (call: Call, name: string) => Promise<string[]>;
  /** Deploys all of it again, with a spec that is good. */
  again: (call: Call, given: Given) => Promise<unknown>;
  /** Ends what nobody but a person ends. */
  help?: (call: Call, name: string) => Promise<unknown>;
}

interface Shown {
  arn: string;
  deploymentStatus: string;
  lastAttemptedDeploymentId: string;
}
interface Service {
  status: string;
  spec: string;
  pipeline?: Shown;
}

const environment = async (call: Call, name: string) =>
  (await call<{ environment: Shown }>('GetEnvironment', { name })).environment;
const service = async (call: Call, name: string) => (await call<{ service: Service }>('GetService', { name })).service;

const current = { deploymentType: 'CURRENT_VERSION' };
const version = { templateMajorVersion: '1' };
const update = (call: Call, { name, spec }: Given) => call('UpdateEnvironment', { name, ...current, spec });
const ofEnvironment = {
  spec: (seconds: number, said: string) =>
    JSON.stringify({ proton: 'EnvironmentSpec', spec: { seconds: String(seconds), said } }),
  remove: (call: Call, { name }: Given) => call('DeleteEnvironment', { name }),
  statuses: async (call: Call, name: string) => [(await environment(call, name)).deploymentStatus],
};
const cancel = (call: Call, { name }: Given) => call('CancelEnvironmentDeployment', { environmentName: name });

const notified = async (call: Call, name: string, status: 'SUCCEEDED' | 'FAILED'): Promise<void> => {
  const { arn, lastAttemptedDeploymentId: deploymentId } = await environment(call, name);
  await call('NotifyResourceDeploymentStatusChange', { resourceArn: arn, deploymentId, status });
};

interface ServiceSpec {
  proton: string;
  pipeline: object;
  instances: { name: string; environment: string; spec: object }[];
}
const instanceOf = (name: string, { spec }: Given) => ({
  name,
  environment: 'home',
  spec: (JSON.parse(spec) as ServiceSpec).instances[0]?.spec ?? {},
});

/** Adds a second instance, or drops it. */
async function editService(call: Call, given: Given): Promise<void> {
  const { name } = given;
  const spec = JSON.parse((await service(call, name)).spec) as ServiceSpec;
  const [one] = spec.instances;
  const instances = spec.instances.length > 1 ? [one] : [one, instanceOf('two', given)];
  await call('UpdateService', { name, spec: JSON.stringify({ ...spec, instances }) });
}

export const kinds = {
  environment: {
    ...ofEnvironment,
    create: (call, { name, spec }) =>
      call('CreateEnvironment', { name, templateName: 'base', ...version, codebuildRoleArn: role, spec }),
    acts: [update, update, cancel],
    again: update,
  },
  'pull request': {
    ...ofEnvironment,
    create: (call, { name, spec }) => {
      const provisioningRepository = { provider: 'GITHUB', name: 'me/infra', branch: 'main' };
      return call('CreateEnvironment', { name, templateName: 'tf', ...version, provisioningRepository, spec });
    },
    acts: [
      update,
      cancel,
      (call, { name }) => notified(call, name, 'SUCCEEDED'),
      (call, { name }) => notified(call, name, 'FAILED'),
      async (call, { name, data }) => {
        const { lastAttemptedDeploymentId: id } = await environment(call, name);
        const at = join(data, 'repositories/me/infra.git');
        // A branch that is not there is as good as deleted.
        try {
          execFileSync('git', ['-C', at, 'branch', '-D', `proton--proton-environment-${id}`], { stdio: 'ignore' });
        } catch {
          return;
        }
      },
    ],
    again: async (call, given) => {
      await update(call, given);
      await notified(call, given.name, 'SUCCEEDED');
    },
    help: (call, name) => notified(call, name, 'FAILED'),
  },
  service: {
    spec: (seconds, said) => {
      const spec = { seconds: String(seconds), said };
      return JSON.stringify({
        proton: 'ServiceSpec',
        pipeline: spec,
        instances: [{ name: 'one', environment: 'home', spec }],
      });
    },
    create: (call, { name, spec }) =>
      call('CreateService', {
        name,
        templateName: 'web',
        ...version,
        spec,
        repositoryId: 'me/app',
        branchName: 'main',
        repositoryConnectionArn: 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1',
      }),
    acts: [
      editService,
      (call, { name: serviceName, spec }) =>
        call('UpdateServiceInstance', { serviceName, name: 'one', ...current, spec }),
      (call, { name: serviceName, spec }) => call('UpdateServicePipeline', { serviceName, ...current, spec }),
      (call, { name: serviceName }) =>
        call('CancelServiceInstanceDeployment', { serviceName, serviceInstanceName: 'one' }),
      (call, { name: serviceName }) => call('CancelServicePipelineDeployment', { serviceName }),
    ],
    remove: (call, { name }) => call('DeleteService', { name }),
    statuses: async (call, name) => {
      const { status, pipeline } = await service(call, name);
      const { serviceInstances } = await call<{ serviceInstances: Shown[] }>('ListServiceInstances', {
        serviceName: name,
      });
      // A deletion takes the pipeline first.
      const parts = [...(pipeline ? [pipeline] : []), ...serviceInstances];
      return [status, ...parts.map((one) => one.deploymentStatus)];
    },
    again: async (call, { name: serviceName, spec }) => {
      const { serviceInstances } = await call<{ serviceInstances: { name: string }[] }>('ListServiceInstances', {
        serviceName,
      });
      const [one] = (JSON.parse(spec) as ServiceSpec).instances;
      for (const { name } of serviceInstances) {
        const whole = JSON.stringify({ proton: 'ServiceSpec', instances: [{ ...one, name }] });
        await call('UpdateServiceInstance', { serviceName, name, ...current, spec: whole });
      }
      await call('UpdateServicePipeline', { serviceName, ...current, spec });
    },
  },
} satisfies Record<string, Kind>;
