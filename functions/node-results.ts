import type { CommandRecord, NodeOrder } from './nodes/command.ts';
import { commandFinished as opsworksCommandFinished } from './opsworks/tasks/command-finished.ts';
import type { Ports } from './ports/ports.ts';
import { commandFinished as ssmCommandFinished } from './ssm/tasks/command-finished.ts';

/** Takes a command that is over to whoever waits for it: called at least once for each, when its end is on record. */
export type NodeResult = (command: CommandRecord, ports: Ports) => Promise<void>;

/** Who is told of the end of a node's command: one line per room. */
export const nodeResults: Record<NodeOrder['owner'], NodeResult | undefined> = {
  opsworks: opsworksCommandFinished,
  ssm: ssmCommandFinished,
};
