import { AwsError } from '../../aws-api.ts';
import { changeSetOf, unlessAbsent } from './change-set.ts';
import { lastOperation } from './last-operation.ts';
import { type Making, tokenOf } from './making.ts';
import type { Doing, Memo } from './memo.ts';
import { describeStack } from './stack.ts';

/** Stops what this work does to its stack: a creation is deleted, an update rolled back, a change set thrown away. A deletion goes on. */
export async function cancelWork(making: Making, memo: Memo | undefined): Promise<void> {
  const { work, ask } = making;
  if (work.action === 'delete') return;
  const stack = await describeStack(ask, memo?.stack ?? work.target.stackName);
  if (!stack) return;
  const doing = memo?.doing ?? (await begunBefore(making, stack.id));
  const input = { StackName: stack.id, ClientRequestToken: tokenOf(work, 'cancel') };
  if (doing === 'create' && stack.status === 'CREATE_IN_PROGRESS') await unlessOver(ask('DeleteStack', input));
  if (doing === 'update' && stack.status === 'UPDATE_IN_PROGRESS') await unlessOver(ask('CancelUpdateStack', input));
  if (doing !== 'changing') return;
  await unlessAbsent(ask('DeleteChangeSet', changeSetOf(work, { doing, stack: stack.id, looks: 0 })));
}

/** What the work began before a crash took the memo of it. */
async function begunBefore({ work, ask }: Making, stackId: string): Promise<Doing> {
  const { token } = await lastOperation(ask, stackId);
  return (['create', 'update'] as const).find((doing) => token === tokenOf(work, doing)) ?? 'changing';
}

/** What ended meanwhile cannot be cancelled. */
async function unlessOver(answer: Promise<unknown>): Promise<void> {
  await answer.catch((error: unknown) => {
    if (!(error instanceof AwsError && error.code === 'ValidationError')) throw error;
  });
}
