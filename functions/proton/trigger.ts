import type { Trigger } from '../api/trigger.ts';
import { isMap, type JsonObject } from '../ports/json.ts';
import { proton } from './index.ts';

/** What each kind of ARN starts: how its resource is written, and the operation with what the ARN says of its request. */
const kinds: { resource: RegExp; operation: string; named: (parts: string[], input: JsonObject) => JsonObject }[] = [
  {
    resource: /^environment-template\/([^/:]+)$/,
    operation: 'CreateEnvironmentTemplateVersion',
    named: ([name = ''], input) => ({ templateName: templateName(name, input) }),
  },
  {
    resource: /^service-template\/([^/:]+)$/,
    operation: 'CreateServiceTemplateVersion',
    named: ([name = ''], input) => ({ templateName: templateName(name, input) }),
  },
  {
    resource: /^environment\/([^/]+)$/,
    operation: 'UpdateEnvironment',
    named: ([name = '']) => ({ name, deploymentType: again }),
  },
  {
    resource: /^service\/([^/]+)\/service-instance\/([^/]+)$/,
    operation: 'UpdateServiceInstance',
    named: ([serviceName = '', name = '']) => ({ serviceName, name, deploymentType: again }),
  },
  {
    resource: /^service\/([^/]+)\/pipeline(?:\/[^/]+)?$/,
    operation: 'UpdateServicePipeline',
    named: ([serviceName = '']) => ({ serviceName, deploymentType: again }),
  },
];

/** A deployment of what is there, unless the input says otherwise. */
const again = 'CURRENT_VERSION';

/**
 * Registers a version of a template, or deploys an environment, a service instance or a pipeline; the input is the rest of the operation's request.
 * `environment-template/*` stands for the template that the key of the bundle names: `environment-template/NAME/FILE`.
 */
export const protonTrigger: Trigger = {
  service: proton,
  callFor({ service, resource }, { input = {}, token }) {
    if (service !== 'proton') return undefined;
    for (const kind of kinds) {
      const [whole, ...parts] = kind.resource.exec(resource) ?? [];
      if (whole === undefined) continue;
      const clientToken = takesToken(kind.operation) ? { clientToken: token } : {};
      return { operation: kind.operation, input: { ...kind.named(parts, input), ...input, ...clientToken } };
    }
    return undefined;
  },
};

const takesToken = (operation: string): boolean =>
  proton.contract.shapes[proton.contract.operations[operation]?.input ?? '']?.members?.['clientToken'] !== undefined;

function templateName(name: string, { source }: JsonObject): string {
  const s3 = isMap(source) && isMap(source.s3) ? source.s3 : {};
  if (name !== '*' || typeof s3.key !== 'string') return name;
  return s3.key.split('/')[1] ?? name;
}
