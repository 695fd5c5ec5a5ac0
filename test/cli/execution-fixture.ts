import type { Execution, Step } from '../../cli/execution.ts';

/** A step as the server shows it. */
export const step = (name: string, status: Step['StepStatus'], more: Partial<Step> = {}): Step => ({
  StepName: name,
  Action: 'aws:sleep',
  StepStatus: status,
  StepExecutionId: `id-${name}`,
  ...(status !== 'Pending' && { ExecutionStartTime: 1000 }),
  ...more,
});

/** An execution as the server shows it. */
export const execution = (
  status: Execution['AutomationExecutionStatus'],
  steps: Step[],
  more: Partial<Execution> = {},
): Execution => ({
  AutomationExecutionId: 'id',
  AutomationExecutionStatus: status,
  ExecutedBy: 'arn:aws:iam::000000000000:user/admin',
  ExecutionStartTime: 1000,
  Outputs: {},
  StepExecutions: steps,
  StepExecutionsTruncated: false,
  ...more,
});

/** A gate that two may open. */
export const gate = (more: Partial<Step> = {}): Step =>
  step('gate', 'Waiting', {
    Action: 'aws:approve',
    Inputs: { Approvers: '["alice","arn:aws:iam::000000000000:user/admin"]', Message: '"Go?"' },
    Outputs: { ApprovalStatus: ['Waiting'], ApproverDecisions: [] },
    ...more,
  });
