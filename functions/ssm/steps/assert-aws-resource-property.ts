import { lookAtProperty, propertyProblem } from './resource-property.ts';
import { awsFailure } from './role.ts';
import { actionFailed, invalidInput, type StepAction } from './step-action.ts';

/** aws:assertAwsResourceProperty: succeeds if a property of a resource is one of the desired values now. */
export const assertAwsResourceProperty: StepAction = {
  async begin(context) {
    const problem = propertyProblem(context);
    if (problem !== undefined) return invalidInput(problem);
    try {
      const { isDesired, detail } = await lookAtProperty(context);
      return isDesired ? { outcome: 'success' } : actionFailed('Execute/Cancelling action', detail);
    } catch (error) {
      return awsFailure(error);
    }
  },
};
