import { cancelCommand, type CommandRecord as NodeCommand, isOver, timeOutCommand } from '../../nodes/command.ts';
import { type CommandEnd, finishCommand, type FinishNeeds } from './finish.ts';
import { type CommandName, commandOf, nodeCommandId } from './record.ts';

/** The end of a command as its node tells it. */
export function endFrom({ state, exitCode, beganAt }: NodeCommand): CommandEnd {
  const acknowledged = beganAt !== undefined && { acknowledgedAt: beganAt };
  if (state === 'successful') return { status: 'successful', exitCode: exitCode ?? 0, ...acknowledged };
  if (state === 'cancelled' && beganAt === undefined) return { status: 'skipped' };
  return { status: 'failed', exitCode: exitCode || 1, ...acknowledged };
}

/** Gives a command up, wherever it is: its machine waits no longer. */
export async function giveUp(name: CommandName, ports: FinishNeeds): Promise<void> {
  const ofNode = await timeOutCommand(nodeCommandId(name), ports);
  await finishCommand(name, ofNode && isOver(ofNode) ? endFrom(ofNode) : { status: 'failed', exitCode: 1 }, ports);
  // Its order may have been given meanwhile.
  if (!ofNode) await timeOutCommand(nodeCommandId(name), ports);
}

/** Skips a command that needs no agent, or has none. */
export async function skip(name: CommandName, ports: FinishNeeds): Promise<void> {
  await finishCommand(name, { status: 'skipped' }, ports);
  await cancelCommand(nodeCommandId(name), ports);
}

/** Takes an order back that came when its command was over: who ends a command does so first, and then looks for its order. */
export async function takeBackIfOver(name: CommandName, ports: FinishNeeds): Promise<void> {
  const stored = await commandOf(ports.store, name);
  if (stored?.value.status !== 'pending') await cancelCommand(nodeCommandId(name), ports);
}

/** Cancels a command: one that nobody began is skipped, the end of a running one is reported by its agent. */
export async function cancel(name: CommandName, ports: FinishNeeds): Promise<void> {
  const ofNode = await cancelCommand(nodeCommandId(name), ports);
  if (ofNode && isOver(ofNode)) await finishCommand(name, endFrom(ofNode), ports);
}
