import type { Progress, ProvisionedResource } from '../../provisioner.ts';
import { lastOperation, reasonsOf, wasCancelled } from './last-operation.ts';
import { type Making, tokenOf } from './making.ts';
import { type Doing, goesOn, type Memo } from './memo.ts';
import { describeStack, isBusy, isGone, type Stack } from './stack.ts';
import { forgetTemplate } from './template.ts';

const done: Partial<Record<Doing, string>> = {
  create: 'CREATE_COMPLETE',
  update: 'UPDATE_COMPLETE',
  delete: 'DELETE_COMPLETE',
};

/** How what was asked of a stack stands. */
export async function ended(making: Making, memo: Memo): Promise<Progress> {
  const { work, ask, objects } = making;
  const stack = await describeStack(ask, memo.stack);
  if (stack && isBusy(stack)) return goesOn(memo);
  if (memo.isStored) await forgetTemplate(work, objects);
  if (!stack || isGone(stack)) return withoutStack(memo);
  if (stack.status === done[memo.doing]) return succeededWith(memo, stack);
  const resources = [resourceOf(stack)];
  if (memo.doing === 'update' && (await isUndone(making, stack)))
    return { state: 'Cancelled', message: 'User initiated cancellation.', resources };
  const reasons = (await reasonsOf(ask, stack.id)).join('; ') || stack.reason || 'CloudFormation gave no reason';
  return { state: 'Failed', message: `${stack.name} is ${stack.status}: ${reasons}`, resources };
}

async function isUndone({ work, ask }: Making, { id, status }: Stack): Promise<boolean> {
  if (status !== 'UPDATE_ROLLBACK_COMPLETE') return false;
  return wasCancelled(await lastOperation(ask, id), id, tokenOf(work, 'cancel'));
}

function withoutStack({ doing, note }: Memo): Progress {
  if (doing !== 'delete') return { state: 'Cancelled', message: 'The stack was deleted before it was complete.' };
  return { state: 'Succeeded', outputs: [], resources: [], ...(note !== undefined && { message: note }) };
}

/** The stack is as it was asked to be. */
export async function succeeded({ ask, work, objects }: Making, memo: Memo): Promise<Progress> {
  if (memo.isStored) await forgetTemplate(work, objects);
  return succeededWith(memo, await describeStack(ask, memo.stack));
}

const succeededWith = ({ note }: Memo, stack: Stack | undefined): Progress => ({
  state: 'Succeeded',
  outputs: stack?.outputs ?? [],
  resources: stack ? [resourceOf(stack)] : [],
  ...(note !== undefined && { message: note }),
});

const resourceOf = ({ name, id }: Stack): ProvisionedResource => ({
  name,
  identifier: id,
  provisioningEngine: 'CLOUDFORMATION',
});
