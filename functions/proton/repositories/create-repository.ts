import type { CreateRepositoryInput, CreateRepositoryOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { requestHash } from '../../api/request-hash.ts';
import type { Ports } from '../../ports/ports.ts';
import { conflict } from '../errors.ts';
import { checkQuota } from '../quota.ts';
import { putTags } from '../tags/record.ts';
import {
  getRepository,
  repositoriesPartition,
  repositoryArn,
  repositoryKey,
  type RepositoryRecord,
  repositoryView,
} from './record.ts';

/**
 * Makes a repository known. The same request again gives the same repository.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateRepository.html
 */
export async function createRepository(
  input: CreateRepositoryInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<CreateRepositoryOutput> {
  const { name = '', provider = 'GITHUB', connectionArn = '', encryptionKey, tags = [] } = input;
  const place = { account, region };
  const request = requestHash(input);
  const before = (await getRepository(store, place, input))?.value;
  if (before && before.request !== request)
    throw conflict(`The repository ${repositoryArn(place, input)} exists already, with something else.`);
  if (before) return { repository: repositoryView(before) };
  await checkQuota(store, 'repositories', { partition: repositoriesPartition(place) });
  const repository: RepositoryRecord = {
    ...place,
    name,
    provider,
    connectionArn,
    ...(encryptionKey !== undefined && { encryptionKey }),
    request,
  };
  await store.write([
    { put: { ...repositoryKey(place, repository), value: repository }, expect: 0 },
    ...putTags(repositoryArn(place, repository), tags),
  ]);
  return { repository: repositoryView(repository) };
}
