import type { Deployment, DeploymentSummary, Output, ProvisionedResource } from '@aws-sdk/client-proton';

/** What an environment and an instance of a service have in common. */
export interface LoadedTarget {
  status: string;
  message: string;
  template: string;
  version: string;
  environment: string;
  spec: string;
  outputs: Output[];
  resources: ProvisionedResource[];
  deployments: DeploymentSummary[];
}

interface Found {
  deploymentStatus: string | undefined;
  deploymentStatusMessage?: string | undefined;
  templateName: string | undefined;
  templateMajorVersion: string | undefined;
  templateMinorVersion: string | undefined;
  environmentName?: string | undefined;
  spec?: string | undefined;
}

/** Reads an environment, or with `instance` an instance of the service of this name. */
export async function loadTarget(name: string, instance: string | undefined): Promise<LoadedTarget> {
  const [found, { outputs }, { provisionedResources }, { deployments }] =
    instance === undefined ? await environment(name) : await instanceOf(name, instance);
  return {
    status: found?.deploymentStatus ?? '',
    message: found?.deploymentStatusMessage ?? '',
    template: found?.templateName ?? '',
    version: `${found?.templateMajorVersion ?? ''}.${found?.templateMinorVersion ?? ''}`,
    environment: found?.environmentName ?? '',
    spec: found?.spec ?? '',
    outputs: outputs ?? [],
    resources: provisionedResources ?? [],
    deployments: deployments ?? [],
  };
}

async function environment(environmentName: string) {
  const api = await import('../../clients/proton.ts');
  return Promise.all([
    api.getEnvironment(environmentName).then(({ environment: found }): Found | undefined => found),
    api.listEnvironmentOutputs(environmentName),
    api.listEnvironmentProvisionedResources(environmentName),
    api.listDeployments({ environmentName, maxResults: 20 }),
  ]);
}

async function instanceOf(serviceName: string, serviceInstanceName: string) {
  const api = await import('../../clients/proton.ts');
  return Promise.all([
    api
      .getServiceInstance(serviceName, serviceInstanceName)
      .then(({ serviceInstance }): Found | undefined => serviceInstance),
    api.listServiceInstanceOutputs(serviceName, serviceInstanceName),
    api.listServiceInstanceProvisionedResources(serviceName, serviceInstanceName),
    api.listDeployments({ serviceName, serviceInstanceName, maxResults: 20 }),
  ]);
}

/** What was before a deployment and after it, each as one text: the template's version, then the spec. */
export async function loadChange({
  id = '',
}: DeploymentSummary): Promise<{ before: string; after: string; message: string }> {
  const { getDeployment } = await import('../../clients/proton.ts');
  const { deployment } = await getDeployment({ id });
  return {
    before: stateText(deployment?.initialState),
    after: stateText(deployment?.targetState),
    message: deployment?.deploymentStatusMessage ?? '',
  };
}

function stateText(state: Deployment['initialState']): string {
  const found = state?.environment ?? state?.serviceInstance ?? state?.servicePipeline;
  if (!found) return '';
  const { templateName, templateMajorVersion, templateMinorVersion, spec = '' } = found;
  return `template: ${templateName} ${templateMajorVersion}.${templateMinorVersion}\n${spec}`;
}

/** The files that a deployment made real, one after another; those of the deployment before it to compare them with. */
export async function loadRendered(id: string, before: string | undefined): Promise<{ after: string; before: string }> {
  const [after, earlier] = await Promise.all([renderedText(id), before === undefined ? '' : renderedText(before)]);
  return { after, before: earlier };
}

async function renderedText(id: string): Promise<string> {
  const { signedFetch } = await import('../../clients/signed-fetch.ts');
  const answer = await signedFetch('/console/rendered', { method: 'GET', query: { id } });
  const { files = {}, message } = (await answer.json()) as { files?: Record<string, string>; message?: string };
  if (!answer.ok) throw new Error(message ?? `The server answered ${answer.status}`);
  return Object.entries(files)
    .map(([name, text]) => `# ${name}\n${text}`)
    .join('\n');
}
