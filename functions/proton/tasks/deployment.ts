import type { Ports } from '../../ports/ports.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { keepTokenAt, unlessGone } from '../../ports/waits.ts';
import { type Driven, drive } from '../deployments/drive.ts';
import { getDeployment, waitKey } from '../deployments/record.ts';
import { settle } from '../deployments/settle.ts';
import { tellService } from '../services/tell.ts';

/** What the machine of a deployment hands on; `wait` counts its waits. */
interface Turn {
  deploymentId: string;
  wait: number;
}

/** The body of InProgress: one turn of the deployment; answers with the state to go to. */
export async function deploymentInProgress({ deploymentId, wait }: Turn, ports: Ports): Promise<Turn & Driven> {
  return { deploymentId, wait: wait + 1, ...(await drive(deploymentId, ports)) };
}

/**
 * The body of Provisioning: puts the token on record, then looks whether there is news already. Who has news writes that first and looks for the
 * token afterwards, so one of the two always sees the other.
 */
export async function deploymentProvisioning(
  { deploymentId, wait, token }: Turn & { token: string },
  { store, workflows, clock }: Pick<Ports, 'store' | 'workflows' | 'clock'>,
): Promise<object> {
  await keepTokenAt(store, { key: waitKey(deploymentId), token, number: wait }, clock.now());
  const deployment = (await getDeployment(store, deploymentId))?.value;
  if (deployment && deployment.completedAt === undefined && deployment.told === deployment.heard) return {};
  await unlessGone(workflows.succeed(token, {}));
  return {};
}

const message = 'The deployment failed because of an internal error. Update the resource to try again.';

/** The last resort of the machine: no deployment stays in progress. */
export async function recordDeploymentFailure(
  { deploymentId, error }: Pick<Turn, 'deploymentId'> & { error?: { Error?: string; Cause?: string } },
  ports: Ports,
): Promise<object> {
  ports.log.error('a deployment was given up', { deploymentId, error: error?.Error, cause: error?.Cause });
  await untilWritten(() => recordFailure(deploymentId, ports));
  return { deploymentId, status: 'Failed' };
}

async function recordFailure(deploymentId: string, ports: Ports): Promise<void> {
  const deployment = await getDeployment(ports.store, deploymentId);
  if (!deployment) return;
  if (deployment.value.completedAt !== undefined) return tellService(deployment.value.target, deployment.value, ports);
  // Whatever was done of it, a deletion must try to take it away.
  const given = { ...deployment, value: { ...deployment.value, isStarted: true } };
  await settle(given, { state: 'Failed', message }, ports);
}
