import type { AwsApi } from '../../aws-api.ts';
import type { Objects } from '../../objects.ts';
import type { Progress, Provisioner, Provisioning } from '../../provisioner.ts';
import { endingOf, failureOf } from '../refused-work.ts';
import { begin } from './begin.ts';
import { cancelWork } from './cancel.ts';
import { changing } from './change-set.ts';
import { ended } from './ended.ts';
import type { Making } from './making.ts';
import { goesOn, type Memo, memoIn } from './memo.ts';
import { askAs, describeStack, isBusy, isGone } from './stack.ts';

/** How stacks are made. */
export interface CloudFormationOptions {
  aws: AwsApi;
  /** Where templates lie that are too large for a request. */
  objects: Objects;
  /** Whether stacks that AWS Proton made are taken over; they are unless told. */
  adopts?: boolean;
}

/**
 * Makes stacks by CloudFormation as the customer's role: created as they are, updated by change sets, rolled back by CloudFormation. What CloudFormation
 * knows of a stack decides what to do next, so that a call may come twice; a call that got no answer is made again for as long as it takes.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacks.html
 */
export function cloudformationProvisioner({ aws, objects, adopts = true }: CloudFormationOptions): Provisioner {
  const makingOf = (work: Provisioning): Making => ({ work, ask: askAs(aws, work), objects, adopts });
  const turn = async (work: Provisioning, memo: Memo, take: Turn): Promise<Progress> => {
    try {
      return await take(makingOf(work), memo);
    } catch (error) {
      const message = failureOf(error, work);
      if (message === undefined) return goesOn(memo);
      // A beginning that is refused has changed nothing.
      return { state: 'Failed', message, ...(take === begin && { isUntouched: true }) };
    }
  };
  const unknown = ({ target }: Provisioning): Memo => ({ doing: 'waiting', stack: target.stackName, looks: 0 });
  return {
    start: (work) => turn(work, unknown(work), begin),
    look: (work, given) => {
      const memo = given ? memoIn(given) : unknown(work);
      return turn(work, memo, looks[memo.doing]);
    },
    cancel: (work, memo) => endingOf(work, () => cancelWork(makingOf(work), memo && memoIn(memo))),
  };
}

type Turn = (making: Making, memo: Memo) => Promise<Progress>;

const clearing: Turn = async (making, memo) => {
  const stack = await describeStack(making.ask, memo.stack);
  if (stack && isBusy(stack)) return goesOn(memo);
  return stack && !isGone(stack) ? ended(making, memo) : begin(making, memo);
};

const waiting: Turn = async (making, memo) => {
  const stack = await describeStack(making.ask, memo.stack);
  return stack && isBusy(stack) ? goesOn(memo) : begin(making, memo);
};

const looks: Record<Memo['doing'], Turn> = {
  create: ended,
  update: ended,
  delete: ended,
  changing,
  clearing,
  waiting,
};
