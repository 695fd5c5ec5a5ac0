import { isPassing } from '../../ports/aws-api.ts';
import { isEarly, waitOn, waitToAsk } from './poll.ts';
import { lookAtProperty, propertyProblem } from './resource-property.ts';
import { awsFailure } from './role.ts';
import { askedFor } from '../../ports/watches.ts';
import { invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

const defaultTimeout = 3_600_000;

/** aws:waitForAwsResourceProperty: asks until a property of a resource is one of the desired values; an hour unless the step says otherwise. */
export const waitForAwsResourceProperty: StepAction = {
  async begin(context) {
    const problem = propertyProblem(context);
    return problem === undefined ? ask(context) : invalidInput(problem);
  },

  resume: async (context) => (isEarly(context) ? waitOn(context) : ask(context)),
};

async function ask(context: StepContext): Promise<Outcome> {
  const end = context.deadline ?? context.record.attemptTime + defaultTimeout;
  const seen = await look(context);
  if ('outcome' in seen || seen.isDesired) return 'outcome' in seen ? seen : { outcome: 'success' };
  return end <= context.now
    ? { outcome: 'timedOut', detail: seen.detail }
    : waitToAsk(context, end, { watch: askedFor(context.record.inputs) });
}

/** A refusal ends the wait; an AWS that is busy or out of reach is asked again. */
async function look(context: StepContext) {
  try {
    return await lookAtProperty(context);
  } catch (error) {
    const failure = awsFailure(error);
    return isPassing(error) ? { isDesired: false, detail: failure.failure.detail } : failure;
  }
}
