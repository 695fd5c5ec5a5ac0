import type { Store, Write } from '../../ports/store.ts';
import type { DeploymentRecord } from '../deployments/record.ts';
import { blocked, blockerId } from './blockers.ts';
import { getInstanceSync, instanceSyncItem, type InstanceSyncRecord } from './instance-record.ts';

const longestMessage = 1000;

/** The changes by which a deployment that a sync began, which is the only one of its instance, ends the attempt. A failure blocks the instance. */
export async function attemptEnd(deployment: DeploymentRecord, store: Store): Promise<Write[]> {
  const { serviceName, instanceName } = deployment.target;
  if (deployment.action === 'delete' || serviceName === undefined || instanceName === undefined) return [];
  const found = await getInstanceSync(store, deployment, { serviceName, instanceName });
  if (found?.value.latest?.status !== 'IN_PROGRESS') return [];
  return [{ put: instanceSyncItem(ended(found.value, deployment)), expect: found.version }];
}

function ended(
  sync: InstanceSyncRecord,
  { id, status, message, completedAt = 0 }: DeploymentRecord,
): InstanceSyncRecord {
  if (!sync.latest) return sync;
  const isGood = status === 'SUCCEEDED';
  const text = `The deployment ${id} is ${status}${message === undefined ? '.' : `: ${message}`}`.slice(
    0,
    longestMessage,
  );
  const event = { type: `DEPLOYMENT_${status}`, event: text, time: completedAt, externalId: id };
  const latest = {
    ...sync.latest,
    status: isGood ? ('SUCCEEDED' as const) : ('FAILED' as const),
    events: [...sync.latest.events, event],
  };
  if (isGood) return { ...sync, latest, latestSuccessful: latest };
  const { serviceName, instanceName } = sync;
  const after = blocked(
    { ...sync, latest },
    {
      id: blockerId(serviceName, instanceName, id),
      now: completedAt,
      reason: text,
      contexts: [
        { key: 'DEPLOYMENT_ID', value: id },
        { key: 'REVISION', value: latest.targetRevision.sha ?? '' },
      ],
    },
  );
  delete after.entry;
  return after;
}
