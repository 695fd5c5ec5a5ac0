import type { AppSource, OpsworksOrder } from '../../nodes/opsworks-order.ts';
import type { JsonObject } from '../../ports/json.ts';

/** What AWS-ApplyChefRecipes is to do for an order: its parameters, nothing at all, or why it cannot be done so. */
export type ChefRun = { parameters: Record<string, string[]> } | { isNothing: true } | { refusal: string };

/**
 * An order in the words of the document AWS-ApplyChefRecipes, which installs Chef where it is not there, fetches the cookbooks and runs recipes.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-chef.html
 */
export function chefRun(order: OpsworksOrder): ChefRun {
  const { command, recipes, packages = [], cookbooks } = order;
  if (needsAgent.has(command.name) || packages.length > 0)
    return { refusal: `Command ${command.name} needs the agent of this server on the instance: ${why(command.name)}` };
  if (recipes.length === 0) {
    if (!isForApp.has(command.name)) return { isNothing: true };
    return {
      refusal: `Command ${command.name} needs the agent of this server on the instance, or recipes in its layers`,
    };
  }
  if (!cookbooks) return { refusal: 'Recipes need custom cookbooks, and the stack names none' };
  const source = sourceOf(cookbooks);
  return typeof source === 'string' ? { refusal: source } : { parameters: { ...source, ...whatRuns(order) } };
}

const needsAgent = new Set<string>(['rollback', 'start', 'stop', 'restart', 'update_dependencies']);
const isForApp = new Set<string>(['deploy', 'undeploy']);

const why = (name: string): string =>
  needsAgent.has(name)
    ? 'AWS-ApplyChefRecipes has nothing for it'
    : 'AWS-ApplyChefRecipes installs no packages of layers';

const whatRuns = (order: OpsworksOrder): Record<string, string[]> => ({
  RunList: [order.recipes.map((recipe) => `recipe[${recipe}]`).join(',')],
  JsonAttributesContent: [JSON.stringify(attributesOf(order))],
  // It takes whole numbers: 11 for 11.4 and 11.10.
  ChefClientVersion: [order.chef?.version.split('.')[0] ?? '12'],
});

type Source = { SourceType: string[]; SourceInfo: string[] };

const from = (type: string, told: JsonObject): Source => ({
  SourceType: [type],
  SourceInfo: [JSON.stringify(told)],
});

/** Where cookbooks come from; a text says why they cannot. */
function sourceOf({ type, url = '', revision, username, password, sshKey }: AppSource): Source | string {
  const plain = [password, sshKey].find((secret) => secret !== undefined && !isReference(secret));
  if (plain !== undefined)
    return 'What Run Command is told can be read in its history: put the secret of the cookbooks into Parameter Store and write {{ssm-secure:NAME}} in its place';
  if (type === 'git')
    return from('Git', {
      repository: url,
      ...(revision && { getOptions: optionsOf(revision) }),
      ...(username && { username }),
      ...(password && { password }),
      ...(sshKey && { privateSSHKey: sshKey }),
    });
  if (type === 's3' && password === undefined) return from('S3', { path: url });
  if (type === 's3')
    return 'Cookbooks in S3 are fetched with the rights of the instance: their source must name no keys';
  if (type !== 'archive') return `AWS-ApplyChefRecipes fetches no cookbooks of the type ${type}`;
  return from('HTTP', {
    url,
    ...(password && { authMethod: 'Basic', authUser: username ?? '', authPassword: password }),
  });
}

const isReference = (secret: string): boolean => /^\{\{\s*ssm-secure:[\w./-]+\s*\}\}$/.test(secret);

const optionsOf = (revision: string): string =>
  /^[0-9a-f]{40}$/.test(revision) ? `commitID:${revision}` : `branch:${revision}`;

/** The node's attributes, as the agent lays them out, without secrets: whoever sees the command's history reads them. */
const attributesOf = (order: OpsworksOrder): object => ({
  opsworks: {
    activity: order.command.name,
    deployment: order.deploymentId,
    stack: order.stack,
    instance: { ...order.instance, layers: order.layers },
  },
  deploy: Object.fromEntries(
    order.apps.map(({ shortname, name, type, source, environment, domains, attributes }) => [
      shortname,
      {
        ...{ application: shortname, application_name: name, application_type: type, domains, attributes },
        deploy_to: `/srv/www/${shortname}`,
        scm: { scm_type: source.type, repository: source.url, revision: source.revision },
        environment_variables: Object.fromEntries(
          environment.filter(({ secure }) => !secure).map(({ key, value }) => [key, value]),
        ),
      },
    ]),
  ),
  ...order.json,
});
