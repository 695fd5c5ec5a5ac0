import type { Progress, Provisioned } from '../../ports/provisioner.ts';
import type { DeploymentRecord } from './record.ts';

/**
 * How whoever applied a pull request said that it ended; undefined where nobody did, and for work that ends as its provisioner sees it: so does a
 * deletion, which is over when its pull request is open.
 */
export function toldEnd({ notice = {}, plan, action }: DeploymentRecord): Provisioned | undefined {
  const { status, message, outputs = [] } = notice;
  if (plan.kind !== 'pull-request' || action === 'delete' || status === undefined) return undefined;
  if (status === 'FAILED')
    return { state: 'Failed', message: message ?? 'Whoever applied the pull request says that it failed.' };
  return { state: 'Succeeded', outputs, resources: [], ...(message !== undefined && { message }) };
}

/** Outputs that were told of work that left none itself. */
export const withOutputsTold = (progress: Progress, { notice }: DeploymentRecord): Progress =>
  progress.state === 'Succeeded' && progress.outputs.length === 0 && notice?.outputs
    ? { ...progress, outputs: notice.outputs }
    : progress;
