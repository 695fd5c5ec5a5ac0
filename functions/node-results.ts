import type { CommandRecord, NodeOrder } from './nodes/command.ts';
import { commandFinished } from './opsworks/tasks/command-finished.ts';
import type { Ports } from './ports/ports.ts';

/** Takes a command that is over to whoever waits for it: called at least once for each, when its end is on record. */
export type NodeResult = (command: CommandRecord, ports: Ports) => Promise<void>;

/** Who is told of the end of a node's command: one line per room. aws:runCommand asks by itself. */
export const nodeResults: Record<NodeOrder['owner'], NodeResult | undefined> = {
  opsworks: commandFinished,
  ssm: undefined,
};
