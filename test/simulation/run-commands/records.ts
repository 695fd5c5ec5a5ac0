import type { CommandRecord } from '../../../functions/nodes/command.ts';
import { nodeCommandsIn } from '../nodes/records.ts';
import type { Change, Records, Rule } from '../watch.ts';

/** Which execution a command is of, by its id: its payload says so, until it is over. */
export type Owners = Map<string, string>;

/** What the script on a machine is told: the execution, and a word of whoever started it. */
export const toldIn = ({ payload }: Pick<CommandRecord, 'payload'>): string[] =>
  ((payload as { commands?: string[] }).commands?.[0] ?? '').split(' ');

/** Learns which execution ordered what. */
export const ownerRecords = (owners: Owners): Rule => ({
  of: /^node-command#\S+ command$/,
  faults: ({ next }: Change) => {
    const command = next as CommandRecord | undefined;
    if (command?.state === 'queued') owners.set(command.id, toldIn(command)[0] ?? '');
    return [];
  },
});

export const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** The commands of an execution, by the id that they have in common. */
export const commandsOf = (records: Records, owners: Owners, execution: string): Map<string, CommandRecord[]> =>
  Map.groupBy(
    nodeCommandsIn(records).filter(({ id }) => owners.get(id) === execution),
    ({ id }) => id.split('/', 1)[0] ?? '',
  );
