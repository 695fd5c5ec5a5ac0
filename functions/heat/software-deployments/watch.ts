import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { tokensAt, unlessGone } from '../../ports/waits.ts';
import { type DeploymentRecord, isInProgress, waitKey, type Watch } from './record.ts';

/** What a machine is told. */
export interface Watched {
  deploymentId: string;
  generation: number;
}

/** The watch of a deployment that begins to be in progress now. */
export const newWatch = (seconds: number, now: number, before?: Watch): Watch => ({
  seconds,
  until: now + seconds * 1000,
  generation: (before?.generation ?? 0) + 1,
});

/** Starts the machine of a deployment's watch, where it has one; again changes nothing. `written` is the write of the record where that is under way. */
export async function startWatch(
  { workflows, clock }: Pick<Ports, 'workflows' | 'clock'>,
  { id, watch, status }: Pick<DeploymentRecord, 'id' | 'watch' | 'status'>,
  written?: Promise<void>,
): Promise<void> {
  if (!watch || !isInProgress({ status })) return written;
  const { generation, until } = watch;
  const timeoutSeconds = Math.max(1, Math.ceil((until - clock.now()) / 1000));
  const input: JsonObject = { deploymentId: id, generation, timeoutSeconds };
  await workflows.start('heat-deployment', `${id}-${generation}`, input, written);
}

/** Ends the wait of a deployment's machine when it waits in vain: it is over, gone, or another machine watches it. Safe at any moment and again. */
export async function endWatch(
  { store, workflows }: Pick<Ports, 'store' | 'workflows'>,
  deployment: DeploymentRecord | undefined,
  { deploymentId, generation }: Watched,
): Promise<void> {
  if (deployment && isWatchedBy(deployment, generation)) return;
  const output = { status: deployment?.status ?? 'DELETED' };
  for (const token of await tokensAt(store, waitKey(deploymentId), generation))
    await unlessGone(workflows.succeed(token, output));
}

/** Whether a deployment is what a machine of that number waits for. */
export const isWatchedBy = (deployment: DeploymentRecord, generation: number): boolean =>
  isInProgress(deployment) && deployment.watch?.generation === generation;
