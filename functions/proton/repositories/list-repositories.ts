import type { ListRepositoriesInput, ListRepositoriesOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listed } from '../listing.ts';
import { repositoriesPartition, type RepositoryRecord, repositoryView } from './record.ts';

/**
 * The repositories of the caller's account and Region, by provider and name.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListRepositories.html
 */
export async function listRepositories(
  input: ListRepositoriesInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListRepositoriesOutput> {
  const partition = repositoriesPartition({ account, region });
  const shape = ['repositories', partition];
  const { values, nextToken } = await listed<RepositoryRecord>(store, { partition, shape }, input);
  const repositories = values.map(repositoryView).map(({ arn, name, provider, connectionArn }) => ({
    arn,
    name,
    provider,
    connectionArn,
  }));
  return { repositories, nextToken };
}
