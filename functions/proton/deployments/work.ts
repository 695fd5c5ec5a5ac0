import type { ProvisionedFile, ProvisionedTarget, Provisioning } from '../../ports/provisioner.ts';
import type { Ports } from '../../ports/ports.ts';
import { arnOf } from '../place.ts';
import { partOf, type Rendered } from '../rendering/render.ts';
import { templateArn } from '../templates/record.ts';
import { deployableArn } from './names.ts';
import type { Deployable, DeploymentRecord, Goal } from './record.ts';

/** The work of a deployment as the provisioner is given it. */
export function workOf(
  deployment: DeploymentRecord,
  resource: Deployable,
  { rendered, ...ports }: { rendered: Rendered } & Pick<Ports, 'objects' | 'store'>,
): Provisioning {
  const { plan, goal, action } = deployment;
  return {
    id: deployment.id,
    kind: plan.kind,
    // What never succeeded is made anew, whatever was left of it.
    action: action === 'update' && resource.lastSucceededDeploymentId === undefined ? 'create' : action,
    target: targetOf(resource, goal),
    files: () => filesOf(resource, goal, { rendered, ...ports }),
    ...(rendered.manifest && { manifest: rendered.manifest }),
    inputs: rendered.inputs,
    tags: tagsOf(resource, goal),
    ...(plan.roleArn !== undefined && { roleArn: plan.roleArn }),
    ...(plan.repository && { repository: plan.repository }),
    account: plan.account,
    region: plan.region,
  };
}

function targetOf(resource: Deployable, goal: Goal): ProvisionedTarget {
  const { type, id, environmentName, serviceName, instanceName, componentName } = resource;
  return {
    type,
    id,
    arn: deployableArn(resource),
    ...(type !== 'COMPONENT' && {
      templateArn: ofTemplate(resource, goal),
      templateMajorVersion: String(goal.major),
      templateMinorVersion: String(goal.minor),
    }),
    ...(environmentName !== undefined && { environment: environmentName }),
    // What an environment is says its own ARN.
    ...(environmentName !== undefined &&
      type !== 'ENVIRONMENT' && { environmentArn: arnOf(resource, `environment/${environmentName}`) }),
    ...(serviceName !== undefined && { service: serviceName }),
    ...(instanceName !== undefined && { instance: instanceName }),
    ...(componentName !== undefined && { component: componentName }),
    stackName: resource.stackName,
  };
}

const ofTemplate = (resource: Deployable, { templateName }: Goal): string =>
  templateArn(resource.type === 'ENVIRONMENT' ? 'environment' : 'service', resource, templateName);

/** Source: https://docs.aws.amazon.com/proton/latest/userguide/resources.html */
function tagsOf(resource: Deployable, goal: Goal): Record<string, string> {
  const { environmentName, serviceName, instanceName, componentName, account } = resource;
  return {
    'proton:account': account,
    ...(componentName === undefined && { 'proton:template': ofTemplate(resource, goal) }),
    ...(environmentName !== undefined && { 'proton:environment': arnOf(resource, `environment/${environmentName}`) }),
    ...(serviceName !== undefined && { 'proton:service': arnOf(resource, `service/${serviceName}`) }),
    ...(instanceName !== undefined && { 'proton:service-instance': deployableArn(resource) }),
    ...(componentName !== undefined && { 'proton:component': deployableArn(resource) }),
  };
}

/** The rendered files, and those of the bundle that nobody renders. */
async function filesOf(
  resource: Deployable,
  goal: Goal,
  { rendered, ...ports }: { rendered: Rendered } & Pick<Ports, 'objects' | 'store'>,
): Promise<ProvisionedFile[]> {
  const files = Object.entries(rendered.files).map(([path, text]) => ({ path, body: Buffer.from(text) }));
  if (goal.engine !== 'codebuild' && goal.engine !== 'terraform') return files;
  const { manifest, files: all } = await partOf(resource, goal, ports);
  const isTaken = (path: string) =>
    goal.engine === 'codebuild' ||
    (manifest.file === '*' ? path.endsWith('.tf') && !path.includes('/') : path === manifest.file);
  return [...all].filter(([path]) => isTaken(path)).map(([path, body]) => ({ path, body }));
}
