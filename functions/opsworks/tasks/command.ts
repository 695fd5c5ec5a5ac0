import { getCommand, isOverdue } from '../../nodes/command.ts';
import { isWritten } from '../../ports/until-written.ts';
import { unlessGone } from '../../ports/waits.ts';
import { giveUp } from '../commands/cut-off.ts';
import { giveOrder, type OrderNeeds } from '../commands/give-order.ts';
import { type CommandName, commandOf, nodeCommandId, putCommand, type StoredCommand } from '../commands/record.ts';
import { getDeployment } from '../deployments/record.ts';

/**
 * The body of Command: puts the token on record, sees to it that the instance's agent has its order, and then looks whether that is over already. An
 * agent's report is written first and then looks for the token, so one of the two always sees the other.
 */
export async function command({ token, ...name }: CommandName & { token: string }, ports: OrderNeeds): Promise<object> {
  const [stored, deployment] = await Promise.all([
    keepToken(name, token, ports),
    getDeployment(ports.store, name.deploymentId),
  ]);
  if (!stored || stored.value.status !== 'pending' || !deployment) await release(token, ports);
  else await giveOrder(stored.value, deployment.value, ports);
  if (await isLate(name, ports)) await giveUp(name, ports);
  return {};
}

async function keepToken(name: CommandName, token: string, ports: OrderNeeds): Promise<StoredCommand | undefined> {
  const stored = await commandOf(ports.store, name);
  if (!stored || stored.value.status !== 'pending') return stored;
  const value = { ...stored.value, token };
  const isKept = await isWritten(ports.store, [putCommand(value, stored.version)]);
  return isKept ? { ...stored, value, version: stored.version + 1 } : keepToken(name, token, ports);
}

const release = (token: string, { workflows }: OrderNeeds): Promise<void> => unlessGone(workflows.succeed(token, {}));

/** Whether its time was over before its turn to wait came. */
async function isLate(name: CommandName, { store, clock }: OrderNeeds): Promise<boolean> {
  const ofNode = await getCommand(nodeCommandId(name), store);
  return ofNode !== undefined && isOverdue(ofNode, clock.now());
}
