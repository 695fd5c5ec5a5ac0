import type { Ports } from '../../ports/ports.ts';
import type { DeploymentRecord } from './record.ts';
import { wireTime } from '../wire-time.ts';

/**
 * Tells that a deployment began or ended, in the words of CloudWatch Events. What only serves the life-cycle of instances is not told.
 * Source: https://docs.aws.amazon.com/opsworks/latest/userguide/monitoring-cloudwatch-events.html
 */
export async function publishDeployment(
  deployment: DeploymentRecord,
  { events }: Pick<Ports, 'events'>,
): Promise<void> {
  if (deployment.isEvent) return;
  await events.publish(() => [
    {
      source: 'quaymaster.opsworks',
      detailType: 'OpsWorks Deployment State Change',
      resources: [],
      detail: {
        'deployment-id': deployment.id,
        'stack-id': deployment.stackId,
        status: deployment.status,
        command: deployment.command.name,
        'instance-ids': (deployment.targets ?? []).map(({ instanceId }) => instanceId),
        ...(deployment.completedAt !== undefined && {
          duration: Math.floor(deployment.completedAt / 1000) - Math.floor(deployment.createdAt / 1000),
        }),
        ...(deployment.iamUserArn !== undefined && { 'initiated-by': deployment.iamUserArn }),
        'created-at': wireTime(deployment.createdAt),
      },
    },
  ]);
}
