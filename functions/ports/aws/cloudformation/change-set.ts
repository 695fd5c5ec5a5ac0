import { AwsError } from '../../aws-api.ts';
import type { Json } from '../../json.ts';
import type { Progress, Provisioning } from '../../provisioner.ts';
import { textOf } from '../answered.ts';
import { ended, succeeded } from './ended.ts';
import { lastOperation } from './last-operation.ts';
import { type Making, stackInput, tokenOf } from './making.ts';
import { goesOn, type Memo } from './memo.ts';
import { describeStack, isBusy } from './stack.ts';

/** What names the change set of a piece of work; its stack by name, as everything that speaks CloudFormation knows it. */
export const changeSetOf = ({ id }: Provisioning, { stack }: Memo): { StackName: string; ChangeSetName: string } => ({
  StackName: stack.split('/')[1] ?? stack,
  ChangeSetName: `quaymaster-${id}`,
});

/** Asks for a change set, which CloudFormation makes in a while; where it is there already, this is the same work begun twice. */
export async function createChangeSet(making: Making, memo: Memo): Promise<Progress> {
  const { work, ask } = making;
  const { input, isStored } = await stackInput(making);
  const next: Memo = { ...memo, isStored, doing: 'changing', looks: 0 };
  try {
    await ask('CreateChangeSet', {
      ...changeSetOf(work, memo),
      ...input,
      ChangeSetType: 'UPDATE',
      ClientToken: work.id,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'AlreadyExistsException') return goesOn(next);
    const now = error.code === 'ValidationError' ? await describeStack(ask, memo.stack) : undefined;
    if (!now || !isBusy(now)) throw error;
    return goesOn({ ...next, doing: 'waiting' });
  }
  return goesOn(next);
}

/** Looks at the change set, executes it once it is made, and takes one away that would change nothing. */
export async function changing(making: Making, memo: Memo): Promise<Progress> {
  const { work, ask } = making;
  const changeSet = changeSetOf(work, memo);
  const described = await unlessAbsent(ask('DescribeChangeSet', changeSet));
  if (!described) return withoutChangeSet(making, memo);
  const { Status, StatusReason, ExecutionStatus } = described;
  if (textOf(ExecutionStatus).startsWith('EXECUTE_')) return ended(making, { ...memo, doing: 'update' });
  if (Status === 'CREATE_COMPLETE') return execute(making, memo);
  if (Status !== 'FAILED') return goesOn(memo);
  await unlessAbsent(ask('DeleteChangeSet', changeSet));
  if (isEmpty(StatusReason)) return succeeded(making, memo);
  return { state: 'Failed', message: `${work.target.stackName} cannot be changed so: ${textOf(StatusReason)}` };
}

/** CloudFormation has no code for it; the AWS CLI goes by the same words. */
const isEmpty = (reason: Json | undefined): boolean =>
  /didn't contain changes|No updates are to be performed/.test(textOf(reason));

async function execute({ work, ask }: Making, memo: Memo): Promise<Progress> {
  const input = { ...changeSetOf(work, memo), ClientRequestToken: tokenOf(work, 'update') };
  const executed = await unlessAbsent(ask('ExecuteChangeSet', input));
  return goesOn(executed ? { ...memo, doing: 'update', looks: 0 } : memo);
}

/** It is gone: executed, which takes away all change sets of a stack, or deleted to cancel the work. */
async function withoutChangeSet(making: Making, memo: Memo): Promise<Progress> {
  const { token } = await lastOperation(making.ask, memo.stack);
  if (token === tokenOf(making.work, 'update')) return ended(making, { ...memo, doing: 'update' });
  return { state: 'Cancelled', message: 'The change set was deleted before it was executed.' };
}

/** It is not there, or cannot be used any more. */
const absent = /^(ChangeSetNotFound|InvalidChangeSetStatus)(Exception)?$/;

/** What CloudFormation answered about a change set; nothing where that is not there, or no longer as it was. */
export async function unlessAbsent<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsError && absent.test(error.code)) return undefined;
    throw error;
  }
}
