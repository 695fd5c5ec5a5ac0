import type { JsonObject } from '../json.ts';
import type { Progress, Provisioned, Provisioner, Provisioning } from '../provisioner.ts';
import { RepositoryRefused, RepositoryUnreachable } from '../repository-refused.ts';
import { branchOf, type Change, changeOf, type Tree } from './change.ts';

/** How a pull request stands: `closed` is without its change taken, by whoever closed it or deleted its branch; `none` where none is known. */
export type PullRequestState = 'none' | 'open' | 'merged' | 'closed';

/** A repository that takes pull requests for one of its branches; the branch of a pull request is its name for good. */
export interface PullRequests extends Tree {
  /** Opens one, or finds it where it was opened before; answers with where to look at it. */
  open(change: Change): Promise<string>;
  stateOf(branch: string): Promise<PullRequestState>;
  /** Closes one that is open; any other stays as it is. */
  close(branch: string): Promise<void>;
}

/** Finds the repository of a piece of work. Throws RepositoryRefused. */
export type Repositories = (work: Provisioning) => Promise<PullRequests>;

/** In seconds. */
const aMinute = 60;
const anHour = 3600;
const aDay = 86_400;
/** A machine of the account lives for about 1,900 looks: so many come hourly, for six weeks, and the others daily. */
const hourlyLooks = 1000;

/** When to look again after so many looks, where each costs something: people take their time. */
const seldom = (looks: number): number =>
  looks < hourlyLooks ? Math.min(anHour, aMinute * 2 ** Math.min(looks, 6)) : aDay;

/**
 * Provisions by pull request: somebody else applies it and tells the result by NotifyResourceDeploymentStatusChange; one that is closed, or whose branch
 * is deleted, without being merged is Cancelled. A deletion is over once its pull request is open, for what Terraform made is its owner's to destroy.
 * `lookAfter` tells in how many seconds to look again after so many looks: a minute at first, then less and less often, unless told.
 */
export function pullRequestProvisioner(repositories: Repositories, lookAfter = seldom): Provisioner {
  const waiting = (looks: number): Progress => ({ state: 'InProgress', memo: { looks }, lookAfter: lookAfter(looks) });
  const start = async (work: Provisioning): Promise<Progress> => {
    try {
      const repository = await repositories(work);
      const message = `Pull request: ${await repository.open(await changeOf(work, repository))}`;
      if (work.action === 'delete') return { state: 'Succeeded', message, outputs: [], resources: [] };
      return { ...waiting(0), message };
    } catch (error) {
      if (error instanceof RepositoryUnreachable) return { state: 'InProgress', lookAfter: aMinute };
      if (!(error instanceof RepositoryRefused)) throw error;
      return { state: 'Failed', message: error.message, isUntouched: true };
    }
  };
  const look = async (work: Provisioning, memo: JsonObject | undefined): Promise<Progress> => {
    // Nobody remembers that it was opened.
    if (!memo) return start(work);
    const state = await stateOf(work, repositories);
    if (state === 'closed') return { state: 'Cancelled', message: 'The pull request was closed without being merged.' };
    // All that can come now is somebody's word for how it was applied.
    return state === 'merged' ? { state: 'InProgress', memo } : waiting(Number(memo.looks ?? 0) + 1);
  };
  return { start, look, cancel: (work) => close(work, repositories) };
}

/** Undefined as long as nobody can tell: a repository that cannot be had says nothing of what becomes of its pull request. */
async function stateOf(work: Provisioning, repositories: Repositories): Promise<PullRequestState | undefined> {
  try {
    return await (await repositories(work)).stateOf(branchOf(work));
  } catch (error) {
    if (error instanceof RepositoryRefused || error instanceof RepositoryUnreachable) return undefined;
    throw error;
  }
}

/** Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CancelEnvironmentDeployment.html */
async function close(work: Provisioning, repositories: Repositories): Promise<Provisioned | undefined> {
  try {
    const repository = await repositories(work);
    await repository.close(branchOf(work));
    return (await repository.stateOf(branchOf(work))) === 'merged'
      ? { state: 'Failed', message: 'The pull request was merged already, so it could not be closed.' }
      : { state: 'Cancelled', message: 'User initiated cancellation.' };
  } catch (error) {
    if (error instanceof RepositoryUnreachable) return undefined;
    if (!(error instanceof RepositoryRefused)) throw error;
    return { state: 'Failed', message: `The pull request could not be closed: ${error.message}` };
  }
}
