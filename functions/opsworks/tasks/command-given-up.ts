import { giveUp } from '../commands/cut-off.ts';
import type { FinishNeeds } from '../commands/finish.ts';
import type { CommandName } from '../commands/record.ts';

/** The body of GiveUp: ends a command that nobody reported the end of in time, or that could not be given to its agent. */
export async function commandGivenUp(name: CommandName, ports: FinishNeeds): Promise<object> {
  await giveUp({ deploymentId: name.deploymentId, commandId: name.commandId }, ports);
  return {};
}
