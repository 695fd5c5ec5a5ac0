import { readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { fetchArchive } from './fetch-archive.ts';
import { fetchGit } from './fetch-git.ts';
import { DeployFailure, type Source } from './order.ts';
import { type Place, runProgram, say } from './run-program.ts';

/** Where a source goes; `work` is the command's own folder, which is gone with it. */
export interface Destination extends Place {
  folder: string;
  work: string;
}

/** Puts a source into an empty folder; answers with the commit it is at, where it has one. Throws DeployFailure. */
export async function fetchSource(source: Source, to: Destination): Promise<string | undefined> {
  if (source.type === 'other') return void say('there is nothing to fetch');
  if (!source.url) throw new DeployFailure(`The source has no URL`);
  if (source.type === 'git') return fetchGit({ ...source, url: source.url }, to);
  if (source.type === 'svn') return void (await fetchSvn({ ...source, url: source.url }, to));
  if (source.type !== 'archive' && source.type !== 's3')
    throw new DeployFailure(`A source of type ${source.type} cannot be fetched`);
  await fetchArchive({ ...source, url: source.url }, to);
  withoutOnlyFolder(to.folder);
  return undefined;
}

async function fetchSvn(
  { url, revision }: Source & { url: string },
  { folder, env, work }: Destination,
): Promise<void> {
  if (url.startsWith('-') || revision?.startsWith('-')) throw new DeployFailure('The source is not a URL');
  const args = ['export', '--force', '--non-interactive', '--no-auth-cache', ...(revision ? ['-r', revision] : [])];
  await runProgram(['svn', ...args, '--', url, folder], { cwd: work, env });
}

/** Archives often hold one folder with everything, which nobody means. */
function withoutOnlyFolder(folder: string): void {
  const [only, ...others] = readdirSync(folder, { withFileTypes: true });
  if (!only?.isDirectory() || others.length) return;
  const inner = join(folder, `.${only.name}.inner`);
  renameSync(join(folder, only.name), inner);
  for (const name of readdirSync(inner)) renameSync(join(inner, name), join(folder, name));
  rmdirSync(inner);
}
