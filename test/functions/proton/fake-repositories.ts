import type { Provisioning } from '../../../functions/ports/provisioner.ts';
import { RepositoryRefused, RepositoryUnreachable } from '../../../functions/ports/repository-refused.ts';
import type {
  PullRequests,
  PullRequestState,
  Repositories,
} from '../../../functions/ports/pull-request/pull-request-provisioner.ts';

/** Repositories that take pull requests and do nothing with them. */
export interface FakeRepositories {
  find: Repositories;
  /** Pull requests in the order they were opened. */
  pulls: { branch: string; state: PullRequestState; files: string[] }[];
  /** What everything asked of a repository for a piece of work meets. */
  trouble: (work: Provisioning) => 'refused' | 'unreachable' | undefined;
  /** What happens while a pull request is being opened. */
  opening: () => Promise<void>;
}

export function fakeRepositories(): FakeRepositories {
  const fake: FakeRepositories = {
    pulls: [],
    trouble: () => undefined,
    opening: async () => {},
    find: async (work) => {
      const trouble = fake.trouble(work);
      if (trouble === 'refused') throw new RepositoryRefused('There is no token.');
      if (trouble === 'unreachable') throw new RepositoryUnreachable('GitHub answered 503');
      return repository;
    },
  };
  const pullOf = (branch: string) => fake.pulls.find((one) => one.branch === branch);
  const repository: PullRequests = {
    hasFolder: async () => false,
    read: async () => new Map(),
    open: async ({ branch, files }) => {
      if (!pullOf(branch)) fake.pulls.push({ branch, state: 'open', files: files.map(({ path }) => path) });
      await fake.opening();
      return branch;
    },
    stateOf: async (branch) => pullOf(branch)?.state ?? 'none',
    close: async (branch) => {
      const pull = pullOf(branch);
      if (pull?.state === 'open') pull.state = 'closed';
    },
  };
  return fake;
}
