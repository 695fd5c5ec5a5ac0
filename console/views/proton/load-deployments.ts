import type { Deployment, DeploymentSummary, ListDeploymentsCommandInput } from '@aws-sdk/client-proton';
import type { ChangedFile } from '../../parts/file-diffs.tsx';
import type { Named } from './named.ts';

/** Deployments, newest first, and whether there are older ones. */
export interface Deployments {
  deployments: DeploymentSummary[];
  hasMore: boolean;
}

/** Asked by an environment's or a service's name, the API tells the deployments of all that is in it as well. */
const filters: Record<Named['kind'], DeploymentSummary['targetResourceType']> = {
  environment: 'ENVIRONMENT',
  instance: 'SERVICE_INSTANCE',
  pipeline: 'SERVICE_PIPELINE',
  component: 'COMPONENT',
};

function inputOf(named: Named): ListDeploymentsCommandInput {
  switch (named.kind) {
    case 'environment':
      return { environmentName: named.environment };
    case 'instance':
      return { serviceName: named.service, serviceInstanceName: named.instance };
    case 'pipeline':
      return { serviceName: named.service };
    case 'component':
      return { componentName: named.component };
  }
}

/** Reads the newest deployments of one thing, as many as are wanted. */
export async function loadDeployments(named: Named, wanted: number): Promise<Deployments> {
  const { listDeployments } = await import('../../clients/proton.ts');
  const found: DeploymentSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page = await listDeployments({ ...inputOf(named), maxResults: 100, nextToken });
    found.push(...(page.deployments ?? []).filter((one) => one.targetResourceType === filters[named.kind]));
    ({ nextToken } = page);
  } while (nextToken !== undefined && found.length < wanted);
  return { deployments: found.slice(0, wanted), hasMore: nextToken !== undefined || found.length > wanted };
}

/** What was before a deployment and after it, each as one text: the template's version, then the spec; a component's file. */
export async function loadChange(id: string): Promise<{ before: string; after: string; message: string }> {
  const { getDeployment } = await import('../../clients/proton.ts');
  const { deployment } = await getDeployment({ id });
  return {
    before: stateText(deployment?.initialState),
    after: stateText(deployment?.targetState),
    message: deployment?.deploymentStatusMessage ?? '',
  };
}

function stateText(state: Deployment['initialState']): string {
  const { component } = state ?? {};
  if (component) {
    const { serviceName, serviceInstanceName, serviceSpec = '', templateFile = '' } = component;
    const place = serviceName ? `attached to: ${serviceName} / ${serviceInstanceName ?? ''}\n` : '';
    return `${place}${serviceSpec && `${serviceSpec.trimEnd()}\n`}${templateFile}`;
  }
  const found = state?.environment ?? state?.serviceInstance ?? state?.servicePipeline;
  if (!found) return '';
  const { templateName, templateMajorVersion, templateMinorVersion, spec = '' } = found;
  return `template: ${templateName} ${templateMajorVersion}.${templateMinorVersion}\n${spec}`;
}

/** The files that a deployment made real, beside those of the deployment before it. */
export async function loadRendered(id: string, before: string | undefined): Promise<ChangedFile[]> {
  const [after, earlier] = await Promise.all([
    filesOf(id),
    before === undefined ? new Map<string, string>() : filesOf(before),
  ]);
  return [...new Set([...after.keys(), ...earlier.keys()])].map((Path) => {
    const [Before, After] = [earlier.get(Path), after.get(Path)];
    return { Path, ...(Before !== undefined && { Before }), ...(After !== undefined && { After }) };
  });
}

async function filesOf(id: string): Promise<Map<string, string>> {
  const { signedFetch } = await import('../../clients/signed-fetch.ts');
  const answer = await signedFetch('/console/rendered', { method: 'GET', query: { id } });
  const { files = {}, message } = (await answer.json()) as { files?: Record<string, string>; message?: string };
  if (!answer.ok) throw new Error(message ?? `The server answered ${answer.status}`);
  return new Map(Object.entries(files));
}
