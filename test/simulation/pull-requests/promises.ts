import type { DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import { lateServices, restless, serviceFaults } from '../deployments/at-rest.ts';
import { leftovers } from '../deployments/leftovers.ts';
import { ofDeployments } from '../deployments/promises.ts';
import { deploymentOf, deploymentsIn, resourcesIn } from '../deployments/records.ts';
import { falselyShown } from '../deployments/shown.ts';
import type { Records } from '../watch.ts';
import type { World } from '../world.ts';
import type { Pull, Pulls } from './pulls.ts';
import type { Said } from './requests.ts';

/** What waits although it need not, at a moment when nothing is under way. */
export const late = async ({ records }: World): Promise<string[]> => [
  ...deploymentsIn(records)
    .filter(({ completedAt, told, heard }) => completedAt === undefined && told !== heard)
    .map(({ id }) => `${id}: there is news of it, and it still waits`),
  ...lateServices(records),
];

/** Which promises a world broke, once everything in it is over. */
export async function broken(world: World, of: { pulls: Pulls; said: Said }): Promise<string[]> {
  const { records, acknowledged } = world;
  const { pulls, said } = of;
  const lost = acknowledged.filter(({ what, id }) => ofDeployments.has(what) && !deploymentOf(records, id));
  return [
    ...falselyShown(records),
    ...leftovers(records),
    ...restless(records),
    ...serviceFaults(world, pulls),
    ...lost.map(({ what, id }) => `${id}: its ${what} was acknowledged, and it is not there`),
    ...deploymentsIn(records).flatMap((one) => [
      ...endFaults(one, pulls.opened.get(one.id), said).map((fault) => `${one.id}: ${fault}`),
      ...wordFaults(one, world).map((fault) => `${one.id}: ${fault}`),
    ]),
    ...leftInRepository(records, pulls),
  ];
}

const ends: Record<string, string> = { SUCCEEDED: 'SUCCEEDED', FAILED: 'FAILED', DELETE_FAILED: 'FAILED' };

/** A deployment ends as somebody said, or as its pull request was closed; a deletion is over when its pull request is open. */
function endFaults(
  { status, completedAt, action, message, target, id }: DeploymentRecord,
  pull: Pull | undefined,
  said: Said,
): string[] {
  if (completedAt === undefined) return [`it stays ${status}`];
  if (/internal error|did not end within/.test(message ?? '')) return [];
  if (status === 'CANCELLED') return pull?.state === 'open' ? ['it is CANCELLED, and its pull request is open'] : [];
  if (action === 'delete' && status === 'DELETE_COMPLETE') return [];
  const words = new Set([...(said.get(id) ?? []), ...(said.get(target.arn) ?? [])]);
  const isCancelled = status === 'FAILED' && /merged already/.test(message ?? '');
  return isCancelled || words.has(ends[status] ?? '') ? [] : [`it is ${status}, and nobody said so`];
}

/** What was said and heard while it went on is how it ended; of several words the first counts. */
function wordFaults({ id, status, action }: DeploymentRecord, { acknowledged }: World): string[] {
  const words = acknowledged.filter((one) => one.what === 'word' && one.id === id).map((one) => one.status ?? '');
  const isHeard = words.every((word) => word === status) || action === 'delete';
  return isHeard ? [] : [`it was said to be ${[...new Set(words)].join(' and ')}, and it is ${status}`];
}

/** What was merged for resources that are gone must have been taken away by a pull request of their deletions. */
function leftInRepository(records: Records, { opened }: Pulls): string[] {
  const there = new Set(resourcesIn(records).map(({ id }) => id));
  const isTaken = ({ id }: DeploymentRecord['target']) =>
    [...opened.values()].some(({ work }) => work.target.id === id && work.action === 'delete');
  return deploymentsIn(records)
    .filter(({ status, target }) => status === 'SUCCEEDED' && !there.has(target.id) && !isTaken(target))
    .map(({ id, target }) => `${target.arn}: it is gone, and what ${id} made is there`);
}
