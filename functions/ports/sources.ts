/** A branch of a repository: `provider` is `GITHUB` …, `name` such as `myrepos/templates`. */
export interface SourceBranch {
  provider: string;
  name: string;
  branch: string;
}

/** A folder of a commit; `id` is of its content, so what is the same has the same. */
export interface SourceFolder {
  name: string;
  id: string;
}

/** Git repositories as they are read: nothing is ever written to them. */
export interface Sources {
  /** The commit that a branch is at; undefined where there is no such repository or branch. */
  head(branch: SourceBranch): Promise<string | undefined>;
  /** The folders in a folder of a commit, by name; none where that is no folder. */
  folders(branch: SourceBranch, at: { sha: string; path: string }): Promise<SourceFolder[]>;
  /** What is in a folder, as a .tar.gz. */
  archive(branch: SourceBranch, id: string): Promise<Uint8Array>;
}
