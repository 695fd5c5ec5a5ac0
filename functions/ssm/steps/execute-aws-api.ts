import { awsFailure, callAws } from './role.ts';
import { invalidInput, type StepAction } from './step-action.ts';

/** aws:executeAwsApi: one call of any operation of AWS; the parameters stand beside `Service` and `Api`, the outputs are selected from the answer. */
export const executeAwsApi: StepAction = {
  async begin(context) {
    const { Service: service, Api: operation, ...input } = context.record.inputs;
    if (typeof service !== 'string') return invalidInput('Service must be a text such as ec2');
    if (typeof operation !== 'string') return invalidInput('Api must be a text such as DescribeInstances');
    try {
      return { outcome: 'success', answer: await callAws(context, { service, operation, input }) };
    } catch (error) {
      return awsFailure(error);
    }
  },
};
