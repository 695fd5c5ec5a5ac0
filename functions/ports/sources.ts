/** The largest file that is read, in bytes. */
export const largestFile = 1024 * 1024;

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

/** Git repositories as they are read: nothing is ever written to them. Throws RepositoryRefused where only a person can mend what is wrong. */
export interface Sources {
  /** Whether repositories of a provider can be read here. */
  reads(provider: string): boolean;
  /** The commit that a branch is at; undefined where there is no such repository or branch. */
  head(branch: SourceBranch): Promise<string | undefined>;
  /** The folders in a folder of a commit, by name; none where that is no folder. */
  folders(branch: SourceBranch, at: { sha: string; path: string }): Promise<SourceFolder[]>;
  /** The text of a file of a commit, of at most 1 MiB; undefined where there is none. */
  file(branch: SourceBranch, at: { sha: string; path: string }): Promise<string | undefined>;
  /** What is in a folder, as a .tar.gz. */
  archive(branch: SourceBranch, id: string): Promise<Uint8Array>;
}
