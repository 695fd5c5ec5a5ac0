import { cancel, giveUp } from '../commands/cut-off.ts';
import type { FinishNeeds } from '../commands/finish.ts';
import { type CommandRecord, newestCommands } from '../commands/record.ts';
import { hasAgent } from '../instances/view.ts';

const newest = 100;

/**
 * Ends what a command makes needless: of an instance's configure events that pile up only the last runs, and who leaves runs nothing any more.
 * Source: https://docs.aws.amazon.com/opsworks/latest/userguide/workingcookbook-events.html
 */
export async function clearTheWay(command: CommandRecord, ports: FinishNeeds): Promise<void> {
  const isConfigure = command.isEvent && command.type === 'configure';
  if (!isConfigure && command.type !== 'shutdown') return;
  const commands = await newestCommands(ports.store, command.instanceId, newest);
  const open = commands
    .map(({ value }) => value)
    .filter(({ id, status, order }) => id !== command.id && status === 'pending' && order < command.order);
  const needless = isConfigure ? open.filter(({ type, isEvent }) => isEvent && type === 'configure') : open;
  const end = isConfigure || (await hasAgent(command.instanceId, ports)) ? cancel : giveUp;
  for (const { deploymentId, id } of needless) await end({ deploymentId, commandId: id }, ports);
}
