import type { Sources } from '../../../functions/ports/sources.ts';
import { RepositoryUnreachable } from '../../../functions/ports/repository-refused.ts';
import type { Random } from '../random.ts';

/** A commit: the size that the spec has for each instance that the ops file names, and the number of what is in the template's folder. */
export interface Commit {
  sha: string;
  sizes: Record<string, number>;
  folder: number;
}

/** A branch that people push to, which is read and sometimes cannot be. */
export interface Repository {
  commits: Commit[];
  head: () => Commit;
  /** Pushes a commit; what is left out is as it was. */
  push: (change: Partial<Commit>) => void;
  sources: Sources;
  unreachable: number;
}

export const opsFile = 'ops.yaml';

/** The spec of a service whose instances have these sizes. */
export const specOf = (sizes: Record<string, number>): string =>
  [
    'proton: ServiceSpec',
    'instances:',
    ...Object.entries(sizes).map(([name, size]) => `  - {name: ${name}, environment: dev, spec: {size: ${size}}}`),
    '',
  ].join('\n');

const opsOf = (sizes: Record<string, number>): string =>
  [
    'sync:',
    '  services:',
    '    app:',
    ...Object.keys(sizes).map((name) => `      ${name}: {branch: main, spec: spec.yaml}`),
    '',
  ].join('\n');

export function newRepository(random: Random, sizes: Record<string, number>): Repository {
  const commits: Commit[] = [{ sha: 'sha-0', sizes, folder: 0 }];
  const head = (): Commit => commits.at(-1) ?? { sha: '', sizes: {}, folder: 0 };
  const at = (sha: string): Commit | undefined => commits.find((one) => one.sha === sha);
  const reached = <Answer>(answer: Answer): Answer => {
    if (random.happens(repository.unreachable)) throw new RepositoryUnreachable('GitHub answered 503');
    return answer;
  };
  const fileOf = (commit: Commit | undefined, path: string) =>
    commit && (path === opsFile ? opsOf(commit.sizes) : specOf(commit.sizes));
  const sources: Sources = {
    reads: () => true,
    head: async () => reached(head().sha),
    folders: async (_, { sha }) => reached([{ name: 'v1', id: `folder-${at(sha)?.folder}` }]),
    file: async (_, { sha, path }) => reached(fileOf(at(sha), path)),
    archive: async () => reached(Buffer.from('a bundle')),
  };
  const repository: Repository = {
    commits,
    head,
    push: (change) => void commits.push({ ...head(), ...change, sha: `sha-${commits.length}` }),
    sources,
    unreachable: random.pick([0, 0.05]),
  };
  return repository;
}
