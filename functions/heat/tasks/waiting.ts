import type { Ports } from '../../ports/ports.ts';
import { keepTokenAt, unlessGone } from '../../ports/waits.ts';
import { findDeployment, waitKey } from '../software-deployments/record.ts';
import { isWatchedBy, type Watched } from '../software-deployments/watch.ts';

/**
 * The body of InProgress: puts the token on record, then looks whether the deployment ended before it was there. Who ends it writes that first and then
 * looks for the token, so one of the two always sees the other.
 */
export async function waiting(
  { deploymentId, generation, token }: Watched & { token: string },
  { store, workflows, clock }: Pick<Ports, 'store' | 'workflows' | 'clock'>,
): Promise<object> {
  await keepTokenAt(store, { key: waitKey(deploymentId), token, number: generation }, clock.now());
  const deployment = (await findDeployment(store, deploymentId))?.value;
  if (!deployment || !isWatchedBy(deployment, generation))
    await unlessGone(workflows.succeed(token, { status: deployment?.status ?? 'DELETED' }));
  return {};
}
