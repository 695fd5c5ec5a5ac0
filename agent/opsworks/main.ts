// The program that an OpsWorks command is: its order comes on standard input, its log goes to standard output.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { control, deploy, rollback, undeploy, type Workplace } from './deploy.ts';
import { runAppHooks } from './app-hooks.ts';
import { type App, DeployFailure, type OpsworksOrder } from './order.ts';
import { installPackages, updatePackages } from './packages.ts';
import { runRecipes, updateCookbooks } from './recipes.ts';
import { say } from './run-program.ts';

type Act = (workplace: Workplace) => Promise<void>;

const each =
  (act: (app: App, workplace: Workplace) => Promise<void>): Act =>
  async (workplace) => {
    for (const app of workplace.order.apps) await act(app, workplace);
  };

/** What each command does before its recipes. */
const commands: Record<string, Act> = {
  deploy: each(deploy),
  undeploy: each(undeploy),
  rollback: each(rollback),
  start: each((app, at) => control('start', app, at)),
  stop: each((app, at) => control('stop', app, at)),
  restart: each((app, at) => control('restart', app, at)),
  setup: async (at) => {
    if (at.order.packages?.length) await installPackages(at);
    if (at.order.cookbooks && at.order.recipes.length) await updateCookbooks(at);
    await runAppHooks('setup', at);
  },
  configure: (at) => runAppHooks('configure', at),
  shutdown: (at) => runAppHooks('shutdown', at),
  execute_recipes: async () => {},
  update_custom_cookbooks: updateCookbooks,
  install_dependencies: installPackages,
  update_dependencies: updatePackages,
};

async function main(): Promise<void> {
  const { order, root } = JSON.parse(readFileSync(0, 'utf8')) as { order: OpsworksOrder; root: string };
  const { name } = order.command;
  const act = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!act) throw new DeployFailure(`This agent knows no command ${name}`);
  const work = process.cwd();
  const json = join(work, 'custom.json');
  writeFileSync(json, JSON.stringify(order.json), { mode: 0o600 });
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const workplace = { order, root, work, env: { ...env, CUSTOM_JSON: json } };
  await act(workplace);
  await runRecipes(workplace);
  // An instance that comes up gets its apps when its own recipes are through.
  if (name === 'setup') await commands.deploy?.(workplace);
  say(`${name}: done`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof DeployFailure ? `== failed: ${error.message}` : error);
  process.exitCode = error instanceof DeployFailure ? error.exitCode : 1;
}
