import { isMap, type JsonObject } from '../../../functions/ports/json.ts';
import { textOf } from '../../../functions/ports/cloudformation-template.ts';

const implicit = /^Serverless(RestApi|HttpApi|DeploymentApplication)/;

/** Whether a template is one of the Serverless Application Model, whose macro would expand it. */
export const isServerless = ({ Transform = [] }: JsonObject): boolean =>
  [Transform].flat().some((name) => typeof name === 'string' && name.startsWith('AWS::Serverless'));

/**
 * Whether the macro would make a resource of this name: for a function F it makes FRole, FAliaslive and more, all beginning with F.
 * Source: https://github.com/aws/serverless-application-model/blob/develop/docs/internals/generated_resources.rst
 */
export function serverlessMakes(name: string, template: JsonObject): boolean {
  const { Resources } = template;
  if (!isServerless(template) || !isMap(Resources)) return false;
  return implicit.test(name) || serverlessNames(Resources).some((one) => name !== one && name.startsWith(one));
}

const serverlessNames = (resources: JsonObject): string[] =>
  Object.entries(resources)
    .filter(([, resource]) => isMap(resource) && textOf(resource['Type'] ?? '').startsWith('AWS::Serverless::'))
    .map(([name]) => name);
