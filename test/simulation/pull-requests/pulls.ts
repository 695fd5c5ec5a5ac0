import type { Provisioner, Provisioning } from '../../../functions/ports/provisioner.ts';
import { type Change, branchOf } from '../../../functions/ports/pull-request/change.ts';
import {
  pullRequestProvisioner,
  type PullRequests,
  type PullRequestState,
} from '../../../functions/ports/pull-request/pull-request-provisioner.ts';
import { RepositoryUnreachable } from '../../../functions/ports/repository-refused.ts';
import type { Random } from '../random.ts';

/** A pull request that was opened. */
export interface Pull {
  work: Provisioning;
  state: PullRequestState;
}

/** A repository with the pull requests that people merge and close, in the order they were opened. */
export interface Pulls {
  /** By deployment. */
  opened: Map<string, Pull>;
  provisioner: Provisioner;
  /** How often it cannot be reached. */
  unreachable: number;
  /** Whether somebody asked that the service go. */
  isServiceRemoved: boolean;
}

export function newPulls(random: Random): Pulls {
  const opened = new Map<string, Pull>();
  const pulls: Omit<Pulls, 'provisioner'> = { opened, unreachable: random.pick([0, 0.1]), isServiceRemoved: false };
  const repositoryFor = async (work: Provisioning): Promise<PullRequests> => {
    if (random.happens(pulls.unreachable)) throw new RepositoryUnreachable('GitHub answered 503');
    const pullOf = (branch: string) => [...opened.values()].find((one) => branchOf(one.work) === branch);
    return {
      hasFolder: async () => false,
      read: async () => new Map(),
      open: async ({ branch }: Change) => {
        if (!pullOf(branch)) opened.set(work.id, { work, state: 'open' });
        return branch;
      },
      stateOf: async (branch) => pullOf(branch)?.state ?? 'none',
      close: async (branch) => {
        const pull = pullOf(branch);
        if (pull?.state === 'open') pull.state = 'closed';
      },
    };
  };
  const { start, look, cancel } = pullRequestProvisioner(repositoryFor);
  // What is in it is nobody's business here.
  const bare = (work: Provisioning): Provisioning => ({ ...work, files: async () => [] });
  const provisioner: Provisioner = {
    start: (work) => start(bare(work)),
    look: (work, memo) => look(bare(work), memo),
    cancel: (work, memo) => cancel(bare(work), memo),
  };
  return Object.assign(pulls, { provisioner });
}
