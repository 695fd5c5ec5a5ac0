import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RepositoryRefused } from '../../functions/ports/repository-refused.ts';
import { largestFile, type SourceBranch, type SourceFolder, type Sources } from '../../functions/ports/sources.ts';
import { commitOf, git, gitBytes, goodBranch, goodName } from './git.ts';

const goodPath = /^(?!.*(\.\.|\/\/|^\/))[\w.][\w ./@+-]*$/;
const goodId = /^[0-9a-f]{40,64}$/;

/** The same bare repositories that pull requests go to, as sources: who pushes to `folder/owner/name.git` changes them. */
export function gitSources(folder: string): Sources {
  const pathOf = ({ name, branch }: SourceBranch): string | undefined => {
    const path = join(folder, `${name}.git`);
    return goodName.test(name) && goodBranch.test(branch) && existsSync(join(path, 'HEAD')) ? path : undefined;
  };
  return {
    reads: () => true,
    head: async (branch) => {
      const path = pathOf(branch);
      return path && (await commitOf(path, `refs/heads/${branch.branch}`));
    },
    folders: async (branch, { sha, path: at }) => {
      const path = pathOf(branch);
      if (!path || !goodId.test(sha) || !goodPath.test(at)) return [];
      return treesIn(await git(path, ['ls-tree', '-z', `${sha}:${at.replace(/\/$/, '')}`]).catch(() => ''));
    },
    file: async (branch, { sha, path: at }) => {
      const path = pathOf(branch);
      if (!path || !goodId.test(sha) || !goodPath.test(at)) return undefined;
      const size = await git(path, ['cat-file', '-s', `${sha}:${at}`]).catch(() => undefined);
      if (Number(size) > largestFile) throw new RepositoryRefused(`${at} of ${branch.name} is larger than 1 MiB.`);
      return git(path, ['cat-file', 'blob', `${sha}:${at}`], { isRaw: true }).catch(() => undefined);
    },
    archive: async (branch, id) => {
      const path = pathOf(branch);
      if (!path || !goodId.test(id)) throw new Error(`There is no folder ${id} in ${branch.name}.`);
      return gitBytes(path, ['archive', '--format=tar.gz', id]);
    },
  };
}

/** Lines of `ls-tree -z`: mode, type and hash, a tab, the name. */
const treesIn = (listed: string): SourceFolder[] =>
  listed
    .split('\0')
    .map((line) => /^\d+ tree ([0-9a-f]+)\t(.*)$/s.exec(line))
    .filter((match) => match !== null)
    .map(([, id = '', name = '']) => ({ id, name }));
