import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { DeployFailure } from './order.ts';

/** How many versions of an app are kept, as OpsWorks did: rollback goes back four times. */
const kept = 5;

/** The folder of an app: `releases/TIME` for each version, `current`, and `shared`, which outlives them. */
export interface AppFolder {
  path: string;
  shared: string;
  current: string;
}

const shortName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

/** The folder of the app with a short name. */
export function appFolder(root: string, shortname: string): AppFolder {
  if (!shortName.test(shortname)) throw new DeployFailure(`'${shortname}' is no short name of an app`);
  const path = join(root, shortname);
  return { path, shared: join(path, 'shared'), current: join(path, 'current') };
}

const releasesOf = ({ path }: AppFolder) => join(path, 'releases');
/** Stands beside a version once it was deployed to the end. */
const markOf = (app: AppFolder, name: string) => join(releasesOf(app), `.${name}`);

/** Makes the folder of a new version, named after the time, later than all others. */
export function newRelease(app: AppFolder, now: Date): string {
  mkdirSync(releasesOf(app), { recursive: true });
  mkdirSync(app.shared, { recursive: true });
  const time = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const last = namesIn(app).at(-1) ?? '';
  const release = join(releasesOf(app), time > last ? time : String(BigInt(last) + 1n));
  mkdirSync(release);
  return release;
}

function namesIn(app: AppFolder): string[] {
  if (!existsSync(releasesOf(app))) return [];
  return readdirSync(releasesOf(app))
    .filter((name) => /^\d{14}$/.test(name))
    .sort();
}

/** The version that `current` leads to. */
export function currentRelease(app: AppFolder): string | undefined {
  const isLink = lstatSync(app.current, { throwIfNoEntry: false })?.isSymbolicLink();
  const release = isLink ? join(app.path, 'releases', basename(readlinkSync(app.current))) : undefined;
  return release !== undefined && existsSync(release) ? release : undefined;
}

/** Leads `current` to a version, in one step: whoever looks finds the old one or the new one. */
export function switchTo(app: AppFolder, release: string): void {
  const aside = join(app.path, '.current');
  rmSync(aside, { force: true });
  symlinkSync(join('releases', basename(release)), aside);
  renameSync(aside, app.current);
}

/** Takes `current` away from an app that had no version before. */
export const switchOff = (app: AppFolder): void => rmSync(app.current, { force: true });

/** Notes that a version was deployed to the end, and removes what is too old or was never finished. */
export function complete(app: AppFolder, release: string, about: object): void {
  writeFileSync(markOf(app, basename(release)), JSON.stringify(about));
  const names = completeIn(app);
  const old = names.slice(0, Math.max(names.length - kept, 0));
  const unfinished = namesIn(app).filter((name) => !names.includes(name));
  for (const name of [...old, ...unfinished]) if (name !== basename(release)) remove(app, name);
}

const completeIn = (app: AppFolder): string[] => namesIn(app).filter((name) => existsSync(markOf(app, name)));

/** Removes a version. */
export function remove(app: AppFolder, release: string): void {
  const name = basename(release);
  rmSync(markOf(app, name), { force: true });
  rmSync(join(releasesOf(app), name), { recursive: true, force: true });
}

/** The version before the current one. Throws DeployFailure where none is kept. */
export function previousRelease(app: AppFolder): string {
  const current = currentRelease(app);
  if (!current) throw new DeployFailure('The app is not deployed here');
  const name = completeIn(app)
    .filter((one) => one < basename(current))
    .at(-1);
  if (name === undefined) throw new DeployFailure('There is no version to go back to: this is the oldest one kept');
  return join(releasesOf(app), name);
}

/** Removes the versions after one: what was taken back is never gone back to. */
export function removeAfter(app: AppFolder, release: string): void {
  for (const name of namesIn(app)) if (name > basename(release)) remove(app, name);
}
