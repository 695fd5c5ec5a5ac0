import { everyRecord } from '../../ports/every-record.ts';
import type { NodesCaller } from '../../ports/nodes.ts';
import type { Key, Store, Stored } from '../../ports/store.ts';
import type { CommandName, CommandRecord } from '../commands/record.ts';
import type { StackRecord } from '../stacks/record.ts';

/** A command that Run Command was given and that is not known to be over. */
export interface SentCommand extends CommandName {
  runCommandId: string;
}

/** All of them; few at any time. */
const partition = 'opsworks-run-commands';

/** Where one is kept, by Run Command's id. */
export const sentKey = (runCommandId: string): Key => ({ partition, sort: runCommandId });

/** One of them; undefined where it is over, or not ours. */
export const getSent = (store: Store, runCommandId: string): Promise<Stored<SentCommand> | undefined> =>
  store.get<SentCommand>(sentKey(runCommandId));

/** One after the other. */
export const everySent = (store: Store): AsyncGenerator<Stored<SentCommand>> =>
  everyRecord<SentCommand>(store, { partition, limit: 100 });

/** On whose behalf AWS is asked: as the stack's service role, which is there for this. */
export const callerFor = ({ settings, account }: StackRecord, sessionName: string): NodesCaller => ({
  startedBy: `arn:aws:iam::${account}:root`,
  sessionName,
  region: settings.Region ?? '',
  ...(settings.ServiceRoleArn !== undefined && { roleArn: settings.ServiceRoleArn }),
});

/** How the session of a command is called in the account's trail. */
export const sessionOf = ({ id }: Pick<CommandRecord, 'id'>): string => `opsworks-${id}`;
