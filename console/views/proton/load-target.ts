import type { Output, ProvisionedResource } from '@aws-sdk/client-proton';
import { allPages } from '../../clients/all-pages.ts';
import type { Named } from './named.ts';
import { type Behind, behindOf, loadVersions } from './versions.ts';

/** What everything that is deployed has in common; a component has no template, and its file in its place. */
export interface LoadedTarget {
  arn: string;
  status: string;
  message: string;
  template: string;
  version: string;
  behind: Behind | undefined;
  environment: string;
  /** The instance that a component is attached to. */
  attachedTo: { service: string; instance: string } | undefined;
  spec: string;
  outputs: Output[];
  resources: ProvisionedResource[];
}

interface Found {
  arn: string | undefined;
  deploymentStatus: string | undefined;
  deploymentStatusMessage?: string | undefined;
  templateName?: string | undefined;
  templateMajorVersion?: string | undefined;
  templateMinorVersion?: string | undefined;
  environmentName?: string | undefined;
  serviceName?: string | undefined;
  serviceInstanceName?: string | undefined;
  spec?: string | undefined;
  serviceSpec?: string | undefined;
}

interface Pages<Page> {
  found: Found | undefined;
  outputs: (nextToken?: string) => Promise<Page & { outputs: Output[] | undefined }>;
  resources: (nextToken?: string) => Promise<Page & { provisionedResources: ProvisionedResource[] | undefined }>;
}

/** Reads one thing that is deployed. */
export async function loadTarget(named: Named): Promise<LoadedTarget> {
  const { found, outputs, resources } = await pagesOf(named);
  const template = found?.templateName ?? '';
  const version = `${found?.templateMajorVersion ?? ''}.${found?.templateMinorVersion ?? ''}`;
  const [outputList, resourceList, versions] = await Promise.all([
    allPages(outputs, (page) => page.outputs),
    allPages(resources, (page) => page.provisionedResources),
    template ? loadVersions(named.kind === 'environment' ? 'environment' : 'service', template).catch(() => []) : [],
  ]);
  const { serviceName: service, serviceInstanceName: instance } = found ?? {};
  return {
    arn: found?.arn ?? '',
    status: found?.deploymentStatus ?? '',
    message: found?.deploymentStatusMessage ?? '',
    template,
    version,
    behind: behindOf(version, versions),
    environment: found?.environmentName ?? '',
    attachedTo: named.kind === 'component' && service && instance ? { service, instance } : undefined,
    spec: found?.spec ?? found?.serviceSpec ?? '',
    outputs: outputList,
    resources: resourceList,
  };
}

async function pagesOf(named: Named): Promise<Pages<{ nextToken?: string | undefined }>> {
  const api = await import('../../clients/proton.ts');
  switch (named.kind) {
    case 'environment':
      return {
        found: (await api.getEnvironment(named.environment)).environment,
        outputs: (token) => api.listEnvironmentOutputs(named.environment, token),
        resources: (token) => api.listEnvironmentProvisionedResources(named.environment, token),
      };
    case 'instance': {
      const of = { serviceName: named.service, serviceInstanceName: named.instance };
      return {
        found: (await api.getServiceInstance(of)).serviceInstance,
        outputs: (token) => api.listServiceInstanceOutputs(of, token),
        resources: (token) => api.listServiceInstanceProvisionedResources(of, token),
      };
    }
    case 'pipeline': {
      const { service } = await api.getService(named.service);
      if (!service?.pipeline) throw new Error(`The service ${named.service} has no pipeline.`);
      return {
        found: service.pipeline,
        outputs: (token) => api.listServicePipelineOutputs(named.service, token),
        resources: (token) => api.listServicePipelineProvisionedResources(named.service, token),
      };
    }
    case 'component':
      return {
        found: (await api.getComponent(named.component)).component,
        outputs: (token) => api.listComponentOutputs(named.component, token),
        resources: (token) => api.listComponentProvisionedResources(named.component, token),
      };
  }
}

/** Stops the deployment that is under way. */
export async function cancelDeployment(named: Named): Promise<unknown> {
  const api = await import('../../clients/proton.ts');
  switch (named.kind) {
    case 'environment':
      return api.cancelEnvironmentDeployment(named.environment);
    case 'instance':
      return api.cancelServiceInstanceDeployment({ serviceName: named.service, serviceInstanceName: named.instance });
    case 'pipeline':
      return api.cancelServicePipelineDeployment(named.service);
    case 'component':
      return api.cancelComponentDeployment(named.component);
  }
}
