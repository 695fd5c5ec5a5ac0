import type { DeploymentRecord } from '../../../functions/heat/software-deployments/record.ts';
import type { Change, Records, Rule } from '../watch.ts';
import type { World } from '../world.ts';
import type { Server } from './servers.ts';

const ofDeployments = /^heat-deployment#\S+ deployment$/;
const second = 1000;

/** A deployment ends once: who says anything after that, or after another machine began to watch it, comes too late. */
export const deploymentRecords: Rule = {
  of: ofDeployments,
  faults: ({ last, next }: Change) => {
    const [before, after] = [last, next] as (DeploymentRecord | undefined)[];
    if (!before || !after) return [];
    const isEnded = before.status !== 'IN_PROGRESS' && after.status !== 'IN_PROGRESS';
    return isEnded && before.configId === after.configId
      ? [`it had ended as ${JSON.stringify(before.status)}, and ended as ${JSON.stringify(after.status)}`]
      : [];
  },
};

/** Configs, the notes of who uses them and the users of deployments are only remembered. */
export const otherRecords: Rule = { of: /^heat-(config|deploy-user)#/, faults: () => [] };

export const deploymentsIn = (records: Records): DeploymentRecord[] =>
  [...records].filter(([name]) => ofDeployments.test(name)).map(([, record]) => record as DeploymentRecord);

/** A machine that starts late, on a clock that leapt meanwhile, gives a deployment its whole time. */
const slack = 7200 * second;

/** What waits although it need not, at a moment when nothing is under way. */
export function lateOnes({ records, clock }: World, servers: Server[], shared: string): string[] {
  const all = deploymentsIn(records);
  const overdue = all.filter(
    ({ status, watch }) => status === 'IN_PROGRESS' && watch && watch.until + slack <= clock.now(),
  );
  return [
    ...leftovers({ records, clock }, shared),
    ...overdue.map(({ id }) => `${id}: it waits past its time`),
    ...servers.flatMap(({ name, isPolling, ran }) => {
      const missed = isPolling ? all.find(({ server, configId }) => server === name && !ran.has(configId)) : undefined;
      return missed ? [`${missed.id}: its machine waits at the door, and was not told`] : [];
    }),
  ];
}

/** Which promises a world broke, once everything in it is over. */
export function brokenOnes({ records, acknowledged, clock }: World, servers: Server[], shared: string): string[] {
  const removed = new Set(acknowledged.filter(({ what }) => what === 'remove').map(({ id }) => id));
  const all = deploymentsIn(records);
  const unseen = ({ server, configId }: DeploymentRecord) =>
    servers.some(({ name, ran }) => name === server && !ran.has(configId));
  return [
    ...all.filter(({ status }) => status === 'IN_PROGRESS').map(({ id }) => `${id}: it stays IN_PROGRESS`),
    ...all.filter(({ id }) => removed.has(id)).map(({ id }) => `${id}: its removal was acknowledged, and it is there`),
    ...all.filter(unseen).map(({ id }) => `${id}: its machine was never shown it`),
    ...all
      .filter(({ configId }) => !records.has(`heat-config#${configId} config`))
      .map(({ id }) => `${id}: its config is gone`),
    ...leftovers({ records, clock }, shared),
  ];
}

/** A user goes by itself after its time. */
const isKept = (record: unknown, now: number): boolean => ((record as { until?: number }).until ?? Infinity) > now;

function leftovers({ records, clock }: Pick<World, 'records' | 'clock'>, shared: string): string[] {
  const all = deploymentsIn(records);
  const kept = [...records].filter(([, record]) => isKept(record, clock.now()));
  return kept.flatMap(([name]) => leftover(name, all, shared));
}

/** What was made for a deployment goes with it. */
function leftover(name: string, all: DeploymentRecord[], shared: string): string[] {
  const [, config = '', what = '', user = ''] = /^heat-config#(\S+) (\S+)$|^heat-deploy-user#(\S+) /.exec(name) ?? [];
  if (user) return all.some(({ id }) => id === user) ? [] : [`${user}: it is gone, and its user is kept`];
  if (!config || (config === shared && what === 'config')) return [];
  const [, use] = /^use#(.*)$/.exec(what) ?? [];
  const isUsed = all.some(({ id, configId }) => configId === config && (use ?? id) === id);
  return isUsed ? [] : [`${config}: nobody deploys it, and its ${use === undefined ? 'config' : 'use'} is kept`];
}
