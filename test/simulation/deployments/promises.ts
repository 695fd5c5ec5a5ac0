import type { DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import type { World } from '../world.ts';
import { lateServices, restless, serviceFaults } from './at-rest.ts';
import { leftOutside, leftovers } from './leftovers.ts';
import { deploymentOf, deploymentsIn } from './records.ts';
import { falselyShown } from './shown.ts';
import type { Stack, Stacks } from './stacks.ts';

/** What waits although it need not, at a moment when nothing is under way. */
export async function lateWakeUps({ records }: World, { begun }: Stacks): Promise<string[]> {
  const open = deploymentsIn(records).filter(({ completedAt }) => completedAt === undefined);
  return [
    ...open.flatMap((deployment) =>
      waitFaults(deployment, begun.get(deployment.id)).map((fault) => `${deployment.id}: ${fault}`),
    ),
    ...lateServices(records),
  ];
}

function waitFaults({ status, told, heard }: DeploymentRecord, stack: Stack | undefined): string[] {
  if (!stack) return ['its work never began, and it still waits'];
  return [
    ...(told === heard ? [] : ['there is news of its work, and it still waits']),
    ...(stack.end && stack.isTold ? ['its work was told to be over, and it still waits'] : []),
    ...(status === 'CANCELLING' && !stack.end ? ['it was cancelled, and its work goes on'] : []),
  ];
}

/** Which promises a world broke, once everything in it is over. */
export async function brokenPromises(world: World, stacks: Stacks): Promise<string[]> {
  const { records, acknowledged } = world;
  const broken = [
    ...stacks.broken,
    ...falselyShown(records),
    ...leftovers(records),
    ...leftOutside(records, stacks),
    ...restless(records),
    ...serviceFaults(world, stacks),
  ];
  for (const { what, id } of acknowledged.filter((one) => ofDeployments.has(one.what)))
    broken.push(
      ...askedFaults(what, deploymentOf(records, id), stacks.begun.get(id)).map((fault) => `${id}: ${fault}`),
    );
  for (const deployment of deploymentsIn(records))
    broken.push(...endFaults(deployment, stacks.begun.get(deployment.id)).map((fault) => `${deployment.id}: ${fault}`));
  for (const { work, end } of stacks.begun.values()) {
    if (!deploymentOf(records, work.id)) broken.push(`${work.id}: its work began, and it is not on record`);
    else if (!end) broken.push(`${work.id}: it is over, and its work goes on`);
  }
  return broken;
}

/** What is asked of deployments. */
export const ofDeployments = new Set(['create', 'update', 'cancel', 'remove']);

function askedFaults(what: string, deployment: DeploymentRecord | undefined, stack: Stack | undefined): string[] {
  if (!deployment) return [`its ${what} was acknowledged, and it is not there`];
  const isCancelled = deployment.status === 'CANCELLED' || stack?.end?.state !== 'Cancelled';
  return what === 'cancel' && !isCancelled ? [`its cancel was acknowledged, and it ended as ${deployment.status}`] : [];
}

const ends: Record<string, string[]> = {
  Succeeded: ['SUCCEEDED', 'DELETE_COMPLETE'],
  Failed: ['FAILED', 'DELETE_FAILED'],
  Cancelled: ['CANCELLED'],
};

/** A deployment ends as its work did; one that was cancelled may never have begun any, and what was never made needs none to go. */
function endFaults({ status, completedAt, action, message }: DeploymentRecord, stack: Stack | undefined): string[] {
  if (completedAt === undefined) return [`it stays ${status}`];
  if (/internal error|did not end within/.test(message ?? '')) return [];
  if (!stack) return status === 'CANCELLED' || action === 'delete' ? [] : [`it is ${status} without its work`];
  const { state = '' } = stack.end ?? {};
  return ends[state]?.includes(status) ? [] : [`it is ${status}, and its work ${state || 'goes on'}`];
}
