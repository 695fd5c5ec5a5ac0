import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { environmentOf, writeShared } from './app-environment.ts';
import { fetchSource } from './fetch-source.ts';
import { type Hooks, hooksOf } from './hooks.ts';
import { type App, DeployFailure, type OpsworksOrder } from './order.ts';
import {
  type AppFolder,
  appFolder,
  complete,
  currentRelease,
  newRelease,
  previousRelease,
  remove,
  removeAfter,
  switchOff,
  switchTo,
} from './releases.ts';
import { type Place, runProgram, say } from './run-program.ts';

/** Where a command works: `root` holds the apps, `work` is its own and gone with it. */
export interface Workplace {
  order: OpsworksOrder;
  root: string;
  work: string;
  env: Record<string, string>;
}

interface Deploying extends Workplace {
  app: App;
  folder: AppFolder;
}

const deploying = (app: App, at: Workplace): Deploying => ({ ...at, app, folder: appFolder(at.root, app.shortname) });

const placeFor = ({ app, folder, order, env }: Deploying, release: string): Place => ({
  cwd: release,
  env: { ...env, ...environmentOf(app, folder, order), RELEASE_PATH: release },
});

/** Deploys an app: what runs is left alone until the new version is ready, and comes back when that does not start. */
export async function deploy(app: App, workplace: Workplace): Promise<void> {
  const at = deploying(app, workplace);
  const { folder, order, work, env } = at;
  say(`deploy ${app.shortname}`);
  const before = currentRelease(folder);
  const release = newRelease(folder, new Date());
  try {
    const revision = await fetchSource(app.source, { folder: release, work, cwd: release, env });
    writeShared(app, folder);
    const hooks = hooksOf(release);
    const place = placeFor(at, release);
    await build(hooks, at, place);
    await hooks('before_migrate', place);
    if (order.command.args.migrate?.[0] === 'true') await migrate(hooks, at, place);
    await hooks('before_symlink', place);
    switchTo(folder, release);
    await hooks('before_restart', place);
    await hooks('restart', place);
    await hooks('after_restart', place);
    complete(folder, release, { revision, deploymentId: order.deploymentId });
    say(`deployed ${basename(release)}`);
  } catch (error) {
    await takeBack(at, release, before);
    throw error;
  }
}

/** Leads back to the version before, starts that anew where the failed one had taken its place, and removes the failed one. */
async function takeBack(at: Deploying, release: string, before: string | undefined): Promise<void> {
  const { folder } = at;
  if (currentRelease(folder) === release) {
    if (before === undefined) switchOff(folder);
    else {
      switchTo(folder, before);
      say(`back to ${basename(before)}`);
      await hooksOf(before)('restart', placeFor(at, before)).catch((error: Error) => say(`restart: ${error.message}`));
    }
  }
  remove(folder, release);
}

async function build(hooks: Hooks, { app, folder }: Deploying, place: Place): Promise<void> {
  if (await hooks('build', place)) return;
  const has = (file: string) => existsSync(join(place.cwd, file));
  if (app.type === 'nodejs' && has('package.json'))
    await runProgram(['npm', 'install', '--omit=dev', '--no-audit', '--no-fund'], place);
  if (app.type === 'rails' && app.attributes.AutoBundleOnDeploy === 'true' && has('Gemfile'))
    await runProgram(['bundle', 'install', '--path', join(folder.shared, 'bundle')], place);
}

async function migrate(hooks: Hooks, { app }: Deploying, place: Place): Promise<void> {
  if (await hooks('migrate', place)) return;
  if (app.type !== 'rails') throw new DeployFailure('The app has no migrate in quaymaster.yml and no deploy/migrate');
  await runProgram(['bundle', 'exec', 'rake', 'db:migrate'], place);
}

/** Goes back to the version before; what was taken back is removed. The version in use stays where the other one does not start. */
export async function rollback(app: App, workplace: Workplace): Promise<void> {
  const at = deploying(app, workplace);
  const { folder } = at;
  const current = currentRelease(folder);
  const release = previousRelease(folder);
  say(`roll ${app.shortname} back to ${basename(release)}`);
  const hooks = hooksOf(release);
  const place = placeFor(at, release);
  switchTo(folder, release);
  try {
    await hooks('before_restart', place);
    await hooks('restart', place);
    await hooks('after_restart', place);
  } catch (error) {
    if (current) switchTo(folder, current);
    throw error;
  }
  removeAfter(folder, release);
}

/** Stops an app and removes all its versions; `shared` stays, for it holds what is not ours. */
export async function undeploy(app: App, workplace: Workplace): Promise<void> {
  const at = deploying(app, workplace);
  const { folder } = at;
  const release = currentRelease(folder);
  if (release) {
    const hooks = hooksOf(release);
    await hooks('stop', placeFor(at, release));
    await hooks('undeploy', placeFor(at, release));
  }
  switchOff(folder);
  rmSync(join(folder.path, 'releases'), { recursive: true, force: true });
  say(`undeployed ${app.shortname}`);
}

/** Runs one of the app's own hooks. Throws DeployFailure where it is not deployed or has none. */
export async function control(moment: 'start' | 'stop' | 'restart', app: App, workplace: Workplace): Promise<void> {
  const at = deploying(app, workplace);
  const release = currentRelease(at.folder);
  if (!release) throw new DeployFailure(`${app.shortname} is not deployed here`);
  if (!(await hooksOf(release)(moment, placeFor(at, release))))
    throw new DeployFailure(`${app.shortname} has no ${moment} in quaymaster.yml and no deploy/${moment}`);
}
