import { posix } from 'node:path';
import type { RepositoryProvider, Revision } from '@aws-sdk/client-proton';
import type { SourceBranch, Sources } from '../../ports/sources.ts';
import type { Item, Key, Store, Write } from '../../ports/store.ts';
import { conflict, invalid } from '../errors.ts';
import type { Place } from '../place.ts';
import { getRepository, repositoryArn, repositoryKey, requireRepository } from '../repositories/record.ts';
import { touched, unuse, use } from '../uses.ts';

/** What a sync reads: a branch of a linked repository. */
export interface SyncedBranch extends Place {
  repositoryName: string;
  repositoryProvider: RepositoryProvider;
  branch: string;
}

/** How a request names it. */
export type GivenBranch = {
  [Member in 'repositoryName' | 'repositoryProvider' | 'branch']: SyncedBranch[Member] | undefined;
};

/** The partition of the configs of all accounts (index `listing`). */
export const everySync = 'proton#syncs';

/** A config as it is written, among all of them. */
export const syncItem = <Config extends SyncedBranch>(key: Key, value: Config): Item<Config> => ({
  ...key,
  value,
  indexes: { listing: { partition: everySync, sort: `${key.partition}#${key.sort}` } },
});

export const givenBranch = (
  { account, region }: Place,
  { repositoryName = '', repositoryProvider = 'GITHUB', branch = '' }: GivenBranch,
): SyncedBranch => ({ account, region, repositoryName, repositoryProvider, branch });

export const branchOf = ({ repositoryProvider, repositoryName, branch }: SyncedBranch): SourceBranch => ({
  provider: repositoryProvider,
  name: repositoryName,
  branch,
});

/** A commit of it. */
export const revisionOf = (
  { repositoryName, repositoryProvider, branch }: SyncedBranch,
  sha: string,
  directory: string,
): Revision => ({ repositoryName, repositoryProvider, branch, sha, directory });

/** A path from the root of a repository, written the shortest way. Throws ValidationException for one that leads out of it. */
export function pathInside(path: string, member: string): string {
  const short = posix.normalize(path).replace(/^\/+|\/+$/g, '');
  if (path.split('/').includes('..')) throw invalid(`${member} ${path} leads out of the repository.`);
  return short === '.' ? '' : short;
}

/** Throws ValidationException where this server cannot read such a repository. */
export function checkReadable(sources: Sources | undefined, { repositoryProvider }: SyncedBranch): void {
  if (!sources?.reads(repositoryProvider))
    throw invalid(`This server cannot read Git repositories of ${repositoryProvider}.`);
}

/** The config that is there already, where it is the one that is asked for. Throws ConflictException. */
export function sameConfig<Shown>(before: Shown, asked: Shown, of: string): Shown {
  if (JSON.stringify(before) === JSON.stringify(asked)) return before;
  throw conflict(`${of} has a sync config already, which is another. Update that.`);
}

const repositoryOf = ({ repositoryName: name, repositoryProvider: provider }: SyncedBranch) => ({ name, provider });

/** The changes by which `user` (an ARN) begins to read a repository. Throws ValidationException where that is not linked. */
export async function linkWrites(store: Store, config: SyncedBranch, user: string): Promise<Write[]> {
  const linked = await getRepository(store, config, repositoryOf(config));
  if (!linked)
    throw invalid(
      `The repository ${repositoryArn(config, repositoryOf(config))} is not linked. Call CreateRepository.`,
    );
  return [use(repositoryKey(config, repositoryOf(config)), user), touched(linked)];
}

/** Those by which it ends to. */
export const unlinkWrites = (config: SyncedBranch, user: string): Write[] => [
  unuse(repositoryKey(config, repositoryOf(config)), user),
];

/** Those by which it reads another from now on. Throws ResourceNotFoundException where that is not linked. */
export async function moveWrites(
  store: Store,
  [before, after]: [SyncedBranch, SyncedBranch],
  user: string,
): Promise<Write[]> {
  await requireRepository(store, after, repositoryOf(after));
  const [had, has] = [before, after].map((one) => repositoryKey(one, repositoryOf(one)).sort);
  return had === has ? [] : [...unlinkWrites(before, user), ...(await linkWrites(store, after, user))];
}
