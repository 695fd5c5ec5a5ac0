import { AwsError } from '../../aws-api.ts';
import type { Progress } from '../../provisioner.ts';
import { textOf } from '../answered.ts';
import { createChangeSet } from './change-set.ts';
import { ended } from './ended.ts';
import { findStack } from './found-stack.ts';
import { lastOperation, reasonsOf } from './last-operation.ts';
import { type Making, stackInput, tokenOf } from './making.ts';
import { type Doing, goesOn, type Memo } from './memo.ts';
import { isBusy, type Stack } from './stack.ts';

/** What never was, or no longer is, a stack that can be updated. */
const leftovers = new Set([
  'REVIEW_IN_PROGRESS',
  'CREATE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'DELETE_FAILED',
]);

/** Begins the work with the stack as it is, or goes on with what this same work began before a crash. */
export async function begin(making: Making, before: Memo): Promise<Progress> {
  const { work, ask, adopts } = making;
  const { stack, note, several } = await findStack(work, ask, adopts);
  if (several) return failed(`Stacks ${several.join(', ')} all have the tags of ${work.target.arn}: leave one.`);
  const memo = { ...before, ...(note !== undefined && { note }) };
  if (!stack) return work.action === 'delete' ? nothing(note) : create(making, memo);
  return beginWith(making, stack, { ...memo, stack: stack.id });
}

async function beginWith(making: Making, stack: Stack, memo: Memo): Promise<Progress> {
  const isDeletion = making.work.action === 'delete';
  const began = await begunBy(making, stack);
  if (began) return ended(making, { ...memo, doing: began });
  if (isBusy(stack) && !(isDeletion && stack.status === 'CREATE_IN_PROGRESS'))
    return goesOn({ ...memo, doing: 'waiting' });
  if (isDeletion) return remove(making, { ...memo, doing: 'delete', looks: 0 });
  if (leftovers.has(stack.status)) return remove(making, { ...memo, doing: 'clearing', looks: 0 });
  return stack.status === 'UPDATE_ROLLBACK_FAILED' ? goBack(making, memo) : createChangeSet(making, memo);
}

/** What this very work asked last of the stack. */
async function begunBy({ work, ask }: Making, stack: Stack): Promise<Doing | undefined> {
  const { token } = await lastOperation(ask, stack.id);
  return (['create', 'update', 'delete'] as const).find((doing) => token === tokenOf(work, doing));
}

const failed = (message: string): Progress => ({ state: 'Failed', message });

const nothing = (message: string | undefined): Progress => ({
  state: 'Succeeded',
  outputs: [],
  resources: [],
  ...(message !== undefined && { message }),
});

async function create(making: Making, memo: Memo): Promise<Progress> {
  const { work, ask } = making;
  const { stackName: StackName } = work.target;
  const { input, isStored } = await stackInput(making);
  const next: Memo = { ...memo, isStored, doing: 'create', looks: 0 };
  try {
    const { StackId } = await ask('CreateStack', { StackName, ...input, ClientRequestToken: tokenOf(work, 'create') });
    return goesOn({ ...next, stack: textOf(StackId) });
  } catch (error) {
    // The same call, made before, got there after all.
    if (!(error instanceof AwsError) || !taken.has(error.code)) throw error;
    return goesOn({ ...next, doing: 'waiting', stack: StackName });
  }
}

const taken = new Set(['AlreadyExistsException', 'TokenAlreadyExistsException']);

async function remove({ work, ask }: Making, memo: Memo): Promise<Progress> {
  await ask('DeleteStack', { StackName: memo.stack, ClientRequestToken: tokenOf(work, memo.doing) });
  return goesOn(memo);
}

/** A rollback that got stuck is tried again, once: what kept it may be gone. */
async function goBack({ work, ask }: Making, memo: Memo): Promise<Progress> {
  if (memo.isContinued) {
    const reasons = (await reasonsOf(ask, memo.stack)).join('; ');
    return failed(
      `The stack ${work.target.stackName} is UPDATE_ROLLBACK_FAILED, and trying again did not help: ${reasons}. ` +
        'Mend what it names, or skip it by ContinueUpdateRollback, then deploy again.',
    );
  }
  await ask('ContinueUpdateRollback', { StackName: memo.stack, ClientRequestToken: tokenOf(work, 'continue') });
  return goesOn({ ...memo, doing: 'waiting', looks: 0, isContinued: true });
}
