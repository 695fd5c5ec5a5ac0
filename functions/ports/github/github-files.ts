import { RepositoryRefused } from '../repository-refused.ts';
import { type GitHubRepository, pathInUrl } from './github.ts';

/** The largest listing of files, in bytes. */
export const largestListing = 8 * 1024 * 1024;
/** The largest file of a bundle, in bytes. */
export const largestInFolder = 2 * 1024 * 1024;

/** What a listing of a folder says of what is in it; `size` is in bytes. */
export interface Entry {
  name: string;
  type: string;
  sha: string;
  size: number;
}

/**
 * What is directly in a folder of a commit; nothing where that is no folder.
 * Source: https://docs.github.com/en/rest/repos/contents
 */
export async function listed(
  { bytes }: GitHubRepository,
  { sha, path }: { sha: string; path: string },
): Promise<Entry[]> {
  const inUrl = pathInUrl(path);
  if (inUrl === undefined) return [];
  const found = await bytes(`/contents${path && '/'}${inUrl}?ref=${sha}`, largestListing);
  const entries: unknown = found && JSON.parse(Buffer.from(found).toString());
  return Array.isArray(entries) ? (entries as Entry[]) : [];
}

/**
 * What a file holds, of at most `largest` bytes. Throws RepositoryRefused where there is none of that `sha`.
 * Source: https://docs.github.com/en/rest/git/blobs
 */
export async function blob({ bytes, name }: GitHubRepository, sha: string, largest: number): Promise<Buffer> {
  const found = await bytes(`/git/blobs/${sha}`, largest, 'application/vnd.github.raw+json');
  if (!found) throw new RepositoryRefused(`The file ${sha} of ${name} cannot be read.`);
  return Buffer.from(found);
}
