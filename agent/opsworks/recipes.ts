import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Workplace } from './deploy.ts';
import { fetchSource } from './fetch-source.ts';
import { DeployFailure, type OpsworksOrder } from './order.ts';
import { runProgram, say } from './run-program.ts';

const clients = ['chef-client', 'cinc-client'];

const cookbooksIn = (root: string) => join(root, '.cookbooks');

/** Fetches the custom cookbooks anew. */
export async function updateCookbooks({ order, root, work, env }: Workplace): Promise<void> {
  if (!order.cookbooks) return say('the stack has no custom cookbooks');
  const folder = cookbooksIn(root);
  const fresh = `${folder}.new`;
  for (const old of [fresh, `${folder}.old`]) rmSync(old, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await fetchSource(order.cookbooks, { folder: fresh, work, cwd: fresh, env });
  if (existsSync(folder)) renameSync(folder, `${folder}.old`);
  renameSync(fresh, folder);
  rmSync(`${folder}.old`, { recursive: true, force: true });
}

/** Runs the order's recipes in their order with the Chef that is installed, in local mode. Throws DeployFailure where there is none. */
export async function runRecipes(workplace: Workplace): Promise<void> {
  const { order, root, work, env } = workplace;
  if (order.recipes.length === 0) return;
  const client = clients.find((name) => isInstalled(name, env.PATH ?? ''));
  if (!client)
    throw new DeployFailure(
      `Recipes need chef-client or cinc-client, and neither is installed: ${order.recipes.join(', ')}`,
      127,
    );
  const odd = order.recipes.find((recipe) => !/^[\w-]+(::[\w-]+)?$/.test(recipe));
  if (odd !== undefined) throw new DeployFailure(`'${odd}' is no name of a recipe`);
  if (order.cookbooks && !existsSync(cookbooksIn(root))) await updateCookbooks(workplace);
  const config = join(work, 'client.rb');
  const attributes = join(work, 'attributes.json');
  writeFileSync(config, configOf(order, root, work));
  writeFileSync(attributes, JSON.stringify(attributesOf(order, root)), { mode: 0o600 });
  const list = order.recipes.map((recipe) => `recipe[${recipe}]`).join(',');
  say(`${client}: ${list}`);
  const args = [
    '--local-mode',
    '--no-color',
    '--config',
    config,
    '--json-attributes',
    attributes,
    '--override-runlist',
    list,
  ];
  await runProgram([client, ...args], { cwd: work, env: { ...env, CHEF_LICENSE: 'accept-no-persist' } });
}

const isInstalled = (program: string, path: string): boolean =>
  path.split(delimiter).some((folder) => existsSync(join(folder, program)));

const configOf = ({ instance }: OpsworksOrder, root: string, work: string): string =>
  [
    `cookbook_path [${[cookbooksIn(root), join(cookbooksIn(root), 'cookbooks')].map(quoted).join(', ')}]`,
    `node_name ${quoted(instance.hostname)}`,
    `chef_repo_path ${quoted(join(work, 'chef'))}`,
    `file_cache_path ${quoted(join(work, 'chef-cache'))}`,
    '',
  ].join('\n');

/** A text of Ruby. */
const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

/**
 * The node's attributes, as OpsWorks laid them out: `deploy` by app, `opsworks`, and the custom JSON over them. The server lays out the same for machines
 * without an agent, of which this program knows nothing.
 */
export const attributesOf = (order: OpsworksOrder, root: string): object => ({
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
        deploy_to: join(root, shortname),
        scm: { scm_type: source.type, repository: source.url, revision: source.revision },
        environment_variables: Object.fromEntries(environment.map(({ key, value }) => [key, value])),
      },
    ]),
  ),
  ...order.json,
});
