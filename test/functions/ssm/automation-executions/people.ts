import {
  DescribeAutomationStepExecutionsCommand,
  SendAutomationSignalCommand,
  type SignalType,
  StopAutomationExecutionCommand,
  type StopType,
} from '@aws-sdk/client-ssm';
import type { Running } from '../../../running.ts';

/** What people do with the executions of a running Automation. */
export function people(running: Running) {
  const signal = (id: string, SignalType: SignalType, Payload?: Record<string, string[]>, client = running.client) =>
    client.send(
      new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType, ...(Payload && { Payload }) }),
    );
  const stepExecutions = async (id: string) => {
    const answer = await running.client.send(
      new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id }),
    );
    return answer.StepExecutions ?? [];
  };
  const stepId = async (id: string, name: string): Promise<string> =>
    (await stepExecutions(id)).findLast(({ StepName }) => StepName === name)?.StepExecutionId ?? '';
  return {
    signal,
    stepExecutions,
    /** A client of somebody who may do anything, but is on no list of approvers by that. */
    clientOf: async (name: string) => running.ssm(await running.principal(name, everything)),
    /** The newest step named gate: its status, and how many decided. */
    gate: async (id: string) => {
      const step = (await stepExecutions(id)).findLast(({ StepName }) => StepName === 'gate');
      return [step?.StepStatus, step?.Outputs?.ApproverDecisions?.length ?? 0];
    },
    /** The StepExecutionId of the newest step of that name. */
    stepId,
    /** Starts a step in Interactive mode and lets it come as far as it gets. */
    startStep: async (id: string, step: string) => {
      await signal(id, 'StartStep', { StepName: [step] });
      await running.settled();
    },
    stopStep: async (id: string, name: string) => signal(id, 'StopStep', { StepExecutionId: [await stepId(id, name)] }),
    stop: (id: string, Type: StopType = 'Cancel') =>
      running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id, Type })),
    status: async (id: string) => (await running.reach(id, ...statuses)).AutomationExecutionStatus,
  };
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const statuses = ['InProgress', 'Waiting', 'Cancelling', 'Success', 'Failed', 'TimedOut', 'Cancelled'];
