import type { JsonObject } from '../../ports/json.ts';
import { isRefusal, mapsIn, textAt } from './answers.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';
import { watchOf } from '../../ports/watches.ts';

/** How a stack of CloudFormation stands. */
export interface Stack {
  id: string;
  status: string;
  reason: string;
}

/** The stack of a name or an id; undefined where there is none (a deleted one is found by its id only). */
export async function describeStack(context: StepContext, name: string): Promise<Stack | undefined> {
  try {
    const input = { StackName: name };
    const answer = await callAws(context, { service: 'cloudformation', operation: 'DescribeStacks', input });
    const [stack] = mapsIn(answer.Stacks);
    return stack && stackFrom(stack);
  } catch (error) {
    // CloudFormation has no code of its own for a stack that does not exist.
    if (isRefusal(error, 'ValidationError')) return undefined;
    throw error;
  }
}

const stackFrom = (stack: JsonObject): Stack => ({
  id: textAt('$.StackId', stack),
  status: textAt('$.StackStatus', stack),
  reason: textAt('$.StackStatusReason', stack),
});

/** Whether CloudFormation still works on it; a stack in review waits for somebody. */
export const isInProgress = ({ status }: Stack): boolean =>
  status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

/** How a failure tells of a stack that went another way. */
export const strayedStack = ({ id, status, reason }: Stack): string =>
  `Stack ${id} entered unexpected state: ${status}${reason ? `: ${reason}` : ''}`;

/** What names a stack for who waits for it. */
export const stackWatch = (id: string): string => watchOf('cloudformation', id);
