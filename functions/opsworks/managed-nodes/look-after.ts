import { writeLog } from '../../nodes/log.ts';
import { AwsUnusable, isOfAws, isPassing } from '../../ports/aws-api.ts';
import type { NodeCommandState } from '../../ports/nodes.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { unlessConflict } from '../../ports/until-written.ts';
import { finishCommand } from '../commands/finish.ts';
import { commandOf, type CommandRecord, nodeCommandId } from '../commands/record.ts';
import { requireStack } from '../stacks/record.ts';
import { callerFor, sentKey, type SentCommand, sessionOf } from './record.ts';

/** What looking after commands needs. */
export type LookNeeds = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'objects' | 'nodes' | 'log'>;

const going: string[] = ['Pending', 'InProgress', 'Cancelling'];

/** Asks Run Command after one of its commands and, when that is over, ends ours; safe to repeat. */
export async function lookAfter(sent: Stored<SentCommand>, ports: LookNeeds): Promise<void> {
  const command = await commandOf(ports.store, sent.value);
  if (command?.value.status === 'pending') {
    const state = await stateOf(sent.value, command.value, ports);
    if (going.includes(state.status)) return;
    await end(sent.value, state, ports);
  }
  // Unless somebody else has looked.
  await ports.store.write([{ remove: sentKey(sent.value.runCommandId), expect: sent.version }]).catch(unlessConflict);
}

async function end(
  sent: SentCommand,
  { status, output = '', responseCode = 0 }: NodeCommandState,
  ports: LookNeeds,
): Promise<void> {
  const isSuccess = status === 'Success';
  const text = isSuccess || status === 'Failed' ? output : `${output}\nRun Command says ${status}\n`;
  await writeLog(nodeCommandId(sent), text, ports);
  const told = isSuccess
    ? ({ status: 'successful', exitCode: 0 } as const)
    : ({ status: 'failed', exitCode: responseCode > 0 ? responseCode : 1 } as const);
  await finishCommand(sent, told, ports);
}

/** How it stands; one that AWS says nothing of any more has failed, and while AWS is out of reach it goes on. */
async function stateOf(sent: SentCommand, command: CommandRecord, ports: LookNeeds): Promise<NodeCommandState> {
  try {
    const stack = await requireStack(ports.store, command.stackId);
    return await ports.nodes.status(sent.runCommandId, callerFor(stack.value, sessionOf(command)));
  } catch (error) {
    if (!isOfAws(error)) throw error;
    ports.log.warn('a command of Run Command could not be looked after', { ...sent, error: error.message });
    return {
      status: isPassing(error) || error instanceof AwsUnusable ? 'InProgress' : 'Failed',
      output: error.message,
    };
  }
}
