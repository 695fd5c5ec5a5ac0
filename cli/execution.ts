import type { AutomationExecution, AutomationExecutionStatus, StepExecution } from '@aws-sdk/client-ssm';
import type { Call } from './client.ts';

/** A step as it is on the wire: times in epoch seconds. */
export type Step = Pick<
  StepExecution,
  | 'StepName'
  | 'Action'
  | 'StepStatus'
  | 'StepExecutionId'
  | 'TimeoutSeconds'
  | 'Inputs'
  | 'Outputs'
  | 'FailureMessage'
  | 'ParentStepDetails'
> & { ExecutionStartTime?: number; ExecutionEndTime?: number };

/** An execution as it is on the wire: times in epoch seconds. */
export type Execution = Pick<
  AutomationExecution,
  | 'AutomationExecutionId'
  | 'AutomationExecutionStatus'
  | 'DocumentName'
  | 'Parameters'
  | 'ExecutedBy'
  | 'FailureMessage'
  | 'Outputs'
  | 'StepExecutionsTruncated'
> & { ExecutionStartTime?: number; ExecutionEndTime?: number; StepExecutions?: Step[] };

const over: (AutomationExecutionStatus | undefined)[] = ['Success', 'Failed', 'TimedOut', 'Cancelled', 'Exited'];

/** Whether an execution or a step has come to its end. */
export const isOver = (status: AutomationExecutionStatus | undefined): boolean => over.includes(status);

/** An execution with all its steps, in the order they started. */
export async function readExecution(call: Call, id: string): Promise<Execution> {
  const input = { AutomationExecutionId: id };
  const { AutomationExecution: execution } = await call<{ AutomationExecution: Execution }>(
    'AmazonSSM.GetAutomationExecution',
    input,
  );
  if (!execution.StepExecutionsTruncated) return execution;
  const steps: Step[] = [];
  for (let next: string | undefined = ''; next !== undefined;) {
    const page: { StepExecutions: Step[]; NextToken?: string } = await call(
      'AmazonSSM.DescribeAutomationStepExecutions',
      { ...input, MaxResults: 50, ...(next && { NextToken: next }) },
    );
    steps.push(...page.StepExecutions);
    next = page.NextToken;
  }
  return { ...execution, StepExecutions: steps };
}
