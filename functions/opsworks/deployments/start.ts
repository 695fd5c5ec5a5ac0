import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { unlessConflict } from '../../ports/until-written.ts';
import { commandsOf, newCommand, putCommand } from '../commands/record.ts';
import { atOnce, type DeploymentRecord } from './record.ts';

/** Starts the machine of a deployment that is on record with its first commands; safe to repeat. */
export async function startDeployment(
  deployment: DeploymentRecord,
  { store, workflows }: Pick<Ports, 'store' | 'workflows'>,
): Promise<void> {
  if ((deployment.targets?.length ?? 0) > atOnce) await addCommands(deployment, store);
  await workflows.start('opsworks-deployment', deployment.id, { deploymentId: deployment.id });
}

/** Writes the commands of a deployment that are not there yet; several may do so at once. */
export async function addCommands(deployment: DeploymentRecord, store: Store): Promise<void> {
  const there = new Set((await commandsOf(store, deployment.id)).map(({ value }) => value.id));
  const missing = (deployment.targets ?? []).filter(({ commandId }) => !there.has(commandId)).slice(0, atOnce);
  if (missing.length === 0) return;
  const writes = missing.map((target) => putCommand(newCommand(deployment, target), 0));
  await store.write(writes).catch(unlessConflict);
  return addCommands(deployment, store);
}
