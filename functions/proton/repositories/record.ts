import type { Repository, RepositoryProvider } from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { required } from '../errors.ts';
import { arnOf, partitionOf, type Place } from '../place.ts';

/** A repository that Proton may be told of: where templates come from, or pull requests go. */
export interface RepositoryRecord extends Place {
  name: string;
  provider: RepositoryProvider;
  connectionArn: string;
  encryptionKey?: string;
  /** A hash of the request that made it. */
  request: string;
}

/** How requests name one; `name` is such as `myrepos/env-repo`. */
export interface RepositoryName {
  name?: string | undefined;
  provider?: string | undefined;
}

const resourceOf = ({ name = '', provider = '' }: RepositoryName): string => `${provider.toLowerCase()}:${name}`;

/** The partition of an account's repositories, by provider and name. */
export const repositoriesPartition = (place: Place): string => partitionOf('repository', place);

export const repositoryKey = (place: Place, one: RepositoryName): Key => ({
  partition: repositoriesPartition(place),
  sort: resourceOf(one),
});

export const repositoryArn = (place: Place, one: RepositoryName): string =>
  arnOf(place, `repository/${resourceOf(one)}`);

export const getRepository = (
  store: Store,
  place: Place,
  one: RepositoryName,
): Promise<Stored<RepositoryRecord> | undefined> => store.get<RepositoryRecord>(repositoryKey(place, one));

/** The repository, or ResourceNotFoundException. */
export const requireRepository = async (
  store: Store,
  place: Place,
  one: RepositoryName,
): Promise<Stored<RepositoryRecord>> =>
  required(await getRepository(store, place, one), 'repository', repositoryArn(place, one));

/** What answers show of a repository. */
export const repositoryView = (one: RepositoryRecord): Repository => ({
  arn: repositoryArn(one, one),
  name: one.name,
  provider: one.provider,
  connectionArn: one.connectionArn,
  encryptionKey: one.encryptionKey,
});
