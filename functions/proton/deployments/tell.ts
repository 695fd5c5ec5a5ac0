import type { Ports } from '../../ports/ports.ts';
import type { Key } from '../../ports/store.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { tokensAt, unlessGone } from '../../ports/waits.ts';
import { deploymentItem, getDeployment, waitKey } from './record.ts';

/** Says that there is news of a deployment's work: its machine looks at once. News of one that is over, or unknown, change nothing. */
export async function deploymentProvisioned(
  deploymentId: string,
  ports: Pick<Ports, 'store' | 'workflows'>,
): Promise<void> {
  await untilWritten(() => tell(deploymentId, ports));
  await wakeMachine(waitKey(deploymentId), ports);
}

async function tell(id: string, { store }: Pick<Ports, 'store'>): Promise<void> {
  const deployment = await getDeployment(store, id);
  if (!deployment || deployment.value.completedAt !== undefined) return;
  const put = deploymentItem({ ...deployment.value, told: deployment.value.told + 1 });
  await store.write([{ put, expect: deployment.version }]);
}

/** Ends the wait of a machine whose tokens are kept there. */
export async function wakeMachine(key: Key, { store, workflows }: Pick<Ports, 'store' | 'workflows'>): Promise<void> {
  for (const token of await tokensAt(store, key)) await unlessGone(workflows.succeed(token, {}));
}
