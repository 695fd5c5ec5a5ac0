import { busy } from '../../../functions/proton/deployments/record.ts';
import type { Records } from '../watch.ts';
import type { World } from '../world.ts';
import { deploymentOf, resourcesIn, servicesIn } from './records.ts';

/** Services that wait for nothing, at a moment when nothing is under way. */
export const lateServices = (records: Records): string[] =>
  servicesIn(records).flatMap(({ name, operation }) => {
    const { created, dropped, cleanup, pipeline } = operation ?? {};
    const parts = [created, dropped, cleanup, pipeline && { pipeline }].flatMap((some) => Object.values(some ?? {}));
    const goesOn = parts.some(({ deploymentId }) => {
      const deployment = deploymentOf(records, deploymentId);
      return deployment !== undefined && deployment.completedAt === undefined;
    });
    return operation && !goesOn ? [`${name}: nothing of it goes on, and it still waits`] : [];
  });

/** Resources that are not at rest as their last deployments ended, once everything is over. */
export const restless = (records: Records): string[] =>
  resourcesIn(records).flatMap(({ stackName, status, lastAttemptedDeploymentId: id }) => {
    const last = deploymentOf(records, id)?.status;
    if (busy.has(status)) return [`${stackName}: it stays ${status}`];
    return last === undefined || status === last
      ? []
      : [`${stackName}: it is ${status}, and its last deployment ${last}`];
  });

/** The same of the service; it is lost where nobody asked that it go. */
export function serviceFaults(
  { records, acknowledged }: World,
  { isServiceRemoved }: { isServiceRemoved: boolean },
): string[] {
  const services = servicesIn(records);
  const isLost = services.length === 0 && !isServiceRemoved && acknowledged.some(({ what }) => what === 'service');
  return [
    ...(isLost ? ['app: it was acknowledged, and it is not there'] : []),
    ...services
      .filter(({ status, operation }) => operation || status.endsWith('IN_PROGRESS'))
      .map(({ name, status }) => `${name}: it stays ${status}`),
  ];
}
