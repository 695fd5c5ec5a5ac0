import type { CommandRecord } from '../../../functions/opsworks/commands/record.ts';
import type { DeploymentRecord } from '../../../functions/opsworks/deployments/record.ts';
import type { InstanceRecord } from '../../../functions/opsworks/instances/record.ts';
import type { Change, Records, Rule } from '../watch.ts';

const ofDeployments = /^opsworks-deployment#\S+ deployment$/;
const ofCommands = /^opsworks-deployment#\S+ command#\S+$/;
const ofInstances = /^opsworks-stack#\S+ instance#\S+$/;

const matching = <Value>(records: Records, of: RegExp): Value[] =>
  [...records].filter(([name]) => of.test(name)).map(([, record]) => record as Value);

export const deploymentsIn = (records: Records) => matching<DeploymentRecord>(records, ofDeployments);
export const commandsIn = (records: Records) => matching<CommandRecord>(records, ofCommands);
export const instancesIn = (records: Records) => matching<InstanceRecord>(records, ofInstances);

/** A deployment ends once, after all its commands, and successfully only where none of them failed. */
export const deploymentRecords: Rule = {
  of: ofDeployments,
  faults: ({ last, next }: Change, records) => {
    const [before, after] = [last, next] as (DeploymentRecord | undefined)[];
    if (!after) return ['it is gone'];
    if (before && before.status !== 'running')
      return before.status === after.status ? [] : [`it had ended as ${before.status}, and ended as ${after.status}`];
    if (after.status === 'running') return [];
    const own = commandsIn(records).filter(({ deploymentId }) => deploymentId === after.id);
    return [
      ...own.filter(({ status }) => status === 'pending').map(({ id }) => `it ended, and ${id} goes on`),
      ...(after.status === 'successful' && own.some(({ status }) => status === 'failed')
        ? ['it is successful, and one of its commands failed']
        : []),
      ...(own.length < (after.targets?.length ?? 0) ? ['it ended, and not all of its commands were there'] : []),
    ];
  },
};

/** A command ends once, and stays as it ended. */
export const commandRecords: Rule = {
  of: ofCommands,
  faults: ({ last, next }: Change) => {
    const [before, after] = [last, next] as (CommandRecord | undefined)[];
    if (!after) return ['it is gone'];
    if (!before || before.status === 'pending') return [];
    const isSame = before.status === after.status && before.exitCode === after.exitCode;
    return isSame ? [] : [`it had ended as ${told(before)}, and ended as ${told(after)}`];
  },
};

const told = ({ status, exitCode }: CommandRecord): string => `${status} ${exitCode ?? ''}`.trim();

/** Instances and the apps of deployments are only remembered. */
export const otherRecords: Rule = {
  of: /^(opsworks-stack#\S+ instance#\S+|opsworks-deployment#\S+ app)$/,
  faults: () => [],
};

/** What nobody may read in the store. */
export const password = 'correct horse battery staple';

/** No secret lies open in what is ordered. */
export const secretRecords: Rule = {
  of: /^(node-command#|node#|opsworks-)/,
  faults: ({ next }: Change) => (JSON.stringify(next ?? null).includes(password) ? ['a secret lies open in it'] : []),
};
