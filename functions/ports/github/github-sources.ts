import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { RepositoryRefused } from '../repository-refused.ts';
import { largestFile, type SourceBranch, type Sources } from '../sources.ts';
import { blob, largestInFolder, largestListing, listed } from './github-files.ts';
import { type GitHub, type GitHubRepository, onGitHub, pathInUrl, shaOf } from './github.ts';

/** Of a folder: what a bundle may hold at most. */
const mostFiles = 1500;
const mostBytes = 100 * 1024 * 1024;
const atOnce = 10;

/** What a tree says of what is in it, folders below it too. */
interface Leaf {
  path: string;
  mode: string;
  type: string;
  sha: string;
  size?: number;
}

/**
 * Repositories on GitHub as sources, through its REST API.
 * Source: https://docs.github.com/en/rest/repos/contents, https://docs.github.com/en/rest/git/trees, https://docs.github.com/en/rest/git/blobs
 */
export function githubSources(github: GitHub): Sources {
  const of = ({ name }: SourceBranch) => onGitHub(github, name, 'read');
  return {
    reads: (provider) => provider === 'GITHUB',
    head: async (branch) =>
      pathInUrl(branch.branch) === undefined ? undefined : shaOf(await of(branch), branch.branch),
    folders: async (branch, { sha, path }) =>
      (await listed(await of(branch), { sha, path }))
        .filter(({ type }) => type === 'dir')
        .map(({ name, sha: id }) => ({ name, id })),
    file: async (branch, { sha, path }) => {
      const repository = await of(branch);
      const at = path.lastIndexOf('/');
      const entries = await listed(repository, { sha, path: path.slice(0, Math.max(0, at)) });
      const entry = entries.find(({ name, type }) => type === 'file' && name === path.slice(at + 1));
      if (!entry) return undefined;
      if (entry.size > largestFile) throw new RepositoryRefused(`${path} of ${branch.name} is larger than 1 MiB.`);
      return (await blob(repository, entry.sha, largestFile)).toString();
    },
    archive: async (branch, id) => {
      const repository = await of(branch);
      return packed(repository, checkedLeaves(await leaves(repository, id), repository.name));
    },
  };
}

async function leaves(repository: GitHubRepository, id: string): Promise<Leaf[]> {
  const found = await repository.bytes(`/git/trees/${id}?recursive=1`, largestListing);
  if (!found) throw new RepositoryRefused(`The folder ${id} of ${repository.name} cannot be read.`);
  const { tree, truncated } = JSON.parse(Buffer.from(found).toString()) as { tree: Leaf[]; truncated: boolean };
  if (truncated) throw new RepositoryRefused(`A folder of ${repository.name} has more files than GitHub tells of.`);
  return tree.filter(({ type }) => type === 'blob');
}

/** All of it is known to be within bounds before any of it is fetched. */
function checkedLeaves(all: Leaf[], name: string): Leaf[] {
  if (all.length > mostFiles) throw new RepositoryRefused(`A folder of ${name} has more than ${mostFiles} files.`);
  const large = all.find(({ size = 0 }) => size > largestInFolder);
  if (large) throw new RepositoryRefused(`${large.path} in a folder of ${name} is larger than 2 MiB.`);
  if (all.reduce((sum, { size = 0 }) => sum + size, 0) > mostBytes)
    throw new RepositoryRefused(`A folder of ${name} is larger than 100 MiB.`);
  return all;
}

/** Links stay links, for those who open it to refuse. */
async function packed(repository: GitHubRepository, all: Leaf[]): Promise<Uint8Array> {
  const { pack } = await import('tar-stream');
  const archive = pack();
  const mtime = new Date(0);
  const fetched = async (leaf: Leaf) => ({ leaf, body: await blob(repository, leaf.sha, largestInFolder) });
  const add = ({ leaf: { path: name, mode }, body }: Awaited<ReturnType<typeof fetched>>) =>
    mode === '120000'
      ? archive.entry({ name, mtime, type: 'symlink', linkname: body.toString() })
      : archive.entry({ name, mtime }, body);
  for (let from = 0; from < all.length; from += atOnce)
    (await Promise.all(all.slice(from, from + atOnce).map(fetched))).forEach(add);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return promisify(gzip)(Buffer.concat(chunks));
}
