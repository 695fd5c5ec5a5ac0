import type { CommandRecord as NodeCommand } from '../../nodes/command.ts';
import { endFrom } from '../commands/cut-off.ts';
import { finishCommand, type FinishNeeds } from '../commands/finish.ts';
import { commandNamed } from '../commands/record.ts';

/** Takes the end of a node's command to the deployment it is of; safe to repeat. */
export const commandFinished = (ended: NodeCommand, ports: FinishNeeds): Promise<void> =>
  finishCommand(commandNamed(ended.id), endFrom(ended), ports);
