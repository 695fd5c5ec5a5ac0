import type { Sources } from '../../../../functions/ports/sources.ts';
import { bundleOf } from '../proton-running.ts';

/** Branches in memory: folders of files by their paths, at a commit that a test names. */
export function fakeSources() {
  const contents = new Map<string, Record<string, string>>();
  const branches = new Map<string, { sha: string; folders: Map<string, string> }>();
  /** Puts folders, such as `one/v1`, on a branch of a repository. */
  const push = (sha: string, folders: Record<string, Record<string, string>>, branch = 'me/templates@main') => {
    const ids = Object.entries(folders).map(([path, files]) => {
      const id = `id-${JSON.stringify(files).length}-${Object.keys(files).length}`;
      contents.set(id, files);
      return [path, id] as const;
    });
    branches.set(branch, { sha, folders: new Map(ids) });
  };
  const at = ({ name, branch }: { name: string; branch: string }) => branches.get(`${name}@${branch}`);
  const sources: Sources = {
    reads: (provider) => provider === 'GITHUB',
    file: async (branch, { path }) => {
      const folder = [...(at(branch)?.folders ?? [])].find(([one]) => path.startsWith(`${one}/`));
      return folder && contents.get(folder[1])?.[path.slice(folder[0].length + 1)];
    },
    head: async (branch) => at(branch)?.sha,
    folders: async (branch, { path }) =>
      [...(at(branch)?.folders ?? [])]
        .filter(([folder]) => folder.startsWith(`${path}/`))
        .map(([folder, id]) => ({ name: folder.slice(path.length + 1), id })),
    archive: async (_branch, id) => bundleOf(contents.get(id) ?? {}),
  };
  return { sources, push };
}
