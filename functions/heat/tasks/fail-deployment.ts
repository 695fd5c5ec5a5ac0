import type { Ports } from '../../ports/ports.ts';
import { isWritten } from '../../ports/until-written.ts';
import { deploymentItem, findDeployment } from '../software-deployments/record.ts';
import { isWatchedBy, type Watched } from '../software-deployments/watch.ts';

/** Fails a deployment that its machine still waits for; answers with the status it has, whoever gave it. */
export async function failDeployment(
  { deploymentId, generation }: Watched,
  reason: (seconds: number) => string,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<{ status: string }> {
  for (;;) {
    const stored = await findDeployment(store, deploymentId);
    if (!stored || !isWatchedBy(stored.value, generation)) return { status: statusText(stored?.value.status) };
    const { value, version } = stored;
    const statusReason = reason(value.watch?.seconds ?? 0);
    const failed = { ...value, status: 'FAILED', statusReason, updatedTime: clock.now() };
    if (await isWritten(store, [{ put: deploymentItem(failed), expect: version }])) return { status: 'FAILED' };
  }
}

const statusText = (status: unknown): string => (typeof status === 'string' ? status : 'DELETED');
