import type { AutomationExecution, StepExecution } from '@aws-sdk/client-ssm';
import { nameOf } from '../../words.ts';

/** Why a run or a step failed: the plain sentence, the service's own words where they say more, and the trace of a script. */
export interface Failure {
  sentence: string;
  detail: string;
  trace?: string;
}

const frames = [
  /^Step fails when it is [^.]*?\.\s*/,
  /^Step timed out while step is [^.]*?\.\s*/,
  /\.? ?Please refer to Automation Service Troubleshooting Guide for more diagnosis details\.?\s*$/,
];

/** What the service says about a failure without the frame that it puts around everything. */
const unframed = (message: string): string => frames.reduce((text, frame) => text.replace(frame, ''), message);

/** What happened to a step, in plain words; undefined for one that did not fail. */
export function stepFailure(step: StepExecution): Failure | undefined {
  const { StepName: name = '', StepStatus: status, FailureMessage: message = '' } = step;
  const detail = unframed(message);
  if (status === 'TimedOut') return { sentence: `${name} was not done in time.`, detail };
  if (status === 'Cancelled' && !message) return undefined;
  if (status !== 'Failed' && !message) return undefined;
  const [, approver, comment = ''] = /^Approval was rejected by (\S+?)(?:: ([^]*))?$/.exec(detail) ?? [];
  if (approver) return { sentence: `${nameOf(approver)} rejected ${name}.`, detail: comment };
  const verb = status === 'Failed' ? 'failed' : `is ${String(status).toLowerCase()}`;
  return { sentence: `${name} ${verb}.`, ...traced(detail) };
}

/** A script's trace ends with the line that says it all: `Exception - the reason`. */
function traced(detail: string): Omit<Failure, 'sentence'> {
  if (!detail.startsWith('Traceback ')) return { detail };
  const last = detail.trimEnd().split('\n').at(-1) ?? detail;
  return { detail: last.replace(/^Exception - /, ''), trace: detail };
}

/** Why a run ended badly: its last failed step, else its own message. */
export function runFailure(execution: AutomationExecution): (Failure & { step?: string }) | undefined {
  const { AutomationExecutionStatus: status, FailureMessage: message, StepExecutions: steps = [] } = execution;
  if (status !== 'Failed' && status !== 'TimedOut' && status !== 'Rejected') return undefined;
  const step = steps.findLast(({ StepStatus }) => StepStatus === 'Failed' || StepStatus === 'TimedOut');
  const failure = step && stepFailure(step);
  if (step?.StepName && failure) return { ...failure, step: step.StepName };
  return {
    sentence: status === 'TimedOut' ? 'The run was not done in time.' : 'The run failed.',
    detail: message ?? '',
  };
}
