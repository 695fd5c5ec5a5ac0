import type { Progress, Provisioner, Provisioning } from '../provisioner.ts';
import { branchOf, type Change, changeOf, type Tree } from './change.ts';

/** A repository that takes pull requests for one of its branches; the branch of a pull request is its name for good. */
export interface PullRequests extends Tree {
  /** Opens one, or finds it where it was opened before; answers with where to look at it. */
  open(change: Change): Promise<string>;
  /** Whether it was closed without its change taken. */
  isClosed(branch: string): Promise<boolean>;
  close(branch: string): Promise<void>;
}

/** A repository that cannot be had: the message says why, for the person who deploys. */
export class RepositoryRefused extends Error {
  override name = 'RepositoryRefused';
}

/** Finds the repository of a piece of work. Throws RepositoryRefused. */
export type Repositories = (work: Provisioning) => Promise<PullRequests>;

/**
 * Provisions by pull request: somebody else applies it and tells the result by NotifyResourceDeploymentStatusChange. A deletion is over once its
 * pull request is open, for what Terraform made is its owner's to destroy.
 */
export function pullRequestProvisioner(repositories: Repositories): Provisioner {
  const refusing = (make: (work: Provisioning) => Promise<Progress>) => (work: Provisioning) =>
    make(work).catch((error: unknown): Progress => {
      if (!(error instanceof RepositoryRefused)) throw error;
      return { state: 'Failed', message: error.message };
    });
  return {
    start: refusing(async (work) => {
      const repository = await repositories(work);
      const place = await repository.open(await changeOf(work, repository));
      const message = `Pull request: ${place}`;
      if (work.action === 'delete') return { state: 'Succeeded', message, outputs: [], resources: [] };
      return { state: 'InProgress', message };
    }),
    look: refusing(async (work) => {
      const repository = await repositories(work);
      const isClosed = await repository.isClosed(branchOf(work));
      return isClosed
        ? { state: 'Cancelled', message: 'The pull request was closed without being merged.' }
        : { state: 'InProgress' };
    }),
    cancel: async (work) => {
      const repository = await repositories(work);
      await repository.close(branchOf(work));
    },
  };
}
