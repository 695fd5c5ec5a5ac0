import { type CommandRecord, isOver } from '../../../functions/nodes/command.ts';
import type { Change, Records, Rule } from '../watch.ts';

const ofCommands = /^node-command#\S+ command$/;

/** The commands that nodes were given. */
export const nodeCommandsIn = (records: Records): CommandRecord[] =>
  [...records].filter(([name]) => ofCommands.test(name)).map(([, record]) => record as CommandRecord);

/** The command of a node that has an id. */
export const nodeCommandOf = (records: Records, id: string): CommandRecord | undefined =>
  records.get(`node-command#${id} command`) as CommandRecord | undefined;

const steps: CommandRecord['state'][] = ['queued', 'running'];

/** A command is taken by one agent, once, and ends once; what it was to do is forgotten then. */
export const nodeCommandRecords: Rule = {
  of: ofCommands,
  faults: ({ last, next }: Change) => {
    const [before, after] = [last, next] as (CommandRecord | undefined)[];
    if (!after) return ['it is gone'];
    const faults: string[] = [];
    if (isOver(after) && (Object.keys(after.payload).length > 0 || after.sealed))
      faults.push(`it is ${after.state}, and what it was to do is still there`);
    if (!before) return faults;
    if (isOver(before) && JSON.stringify(before) !== JSON.stringify(after))
      faults.push(`it had ended as ${told(before)}, and ended as ${told(after)}`);
    else if (steps.indexOf(after.state) >= 0 && steps.indexOf(after.state) < steps.indexOf(before.state))
      faults.push(`${before.state} became ${after.state}`);
    if (before.agent !== undefined && before.agent !== after.agent)
      faults.push(`${before.agent} had taken it, and ${after.agent} took it`);
    return faults;
  },
};

const told = ({ state, exitCode, reason = '' }: CommandRecord): string => [state, exitCode, reason].join(' ').trim();

/** Nodes and what is in their queues are only remembered. */
export const nodeRecords: Rule = { of: /^(nodes \S+|node#\S+ queue#\S+)$/, faults: () => [] };
