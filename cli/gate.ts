import type { SignalType } from '@aws-sdk/client-ssm';
import { type Execution, type Step } from './execution.ts';

/** A step that waits for somebody: `isMine` when whoever started the execution may decide and has not. */
export interface Gate {
  id: string;
  step: string;
  kind: 'approve' | 'pause';
  message: string;
  approvers: string[];
  isMine: boolean;
}

/** What SendAutomationSignal is to say; the service takes no empty payload. */
export interface Signal {
  SignalType: SignalType;
  Payload?: Record<string, string[]>;
}

/** The gate an execution stands at; undefined while it stands at none. */
export function gateOf({ StepExecutions: steps = [], ExecutedBy: caller = '' }: Execution): Gate | undefined {
  const step = steps.findLast(({ StepStatus: status }) => status === 'Waiting');
  if (step?.Action !== 'aws:approve' && step?.Action !== 'aws:pause') return undefined;
  const { StepExecutionId: id = '', StepName: name = '', Inputs: inputs = {} } = step;
  const kind = step.Action === 'aws:pause' ? 'pause' : 'approve';
  const approvers = [inputIn(inputs.Approvers)].flat().filter((approver) => typeof approver === 'string');
  const message = inputIn(inputs.Message);
  return {
    id,
    step: name,
    kind,
    message: typeof message === 'string' ? message : '',
    approvers,
    isMine: kind === 'pause' || (isAmong(approvers, caller) && !hasDecided(step, caller)),
  };
}

/** Step inputs are JSON text on the wire. */
function inputIn(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Approvers are ARNs or user names. */
const isAmong = (approvers: string[], caller: string) =>
  approvers.includes(caller) || approvers.includes(caller.split('/').at(-1) ?? '');

const hasDecided = (step: Step, caller: string): boolean =>
  decisionsIn(step).some((decision) => decision?.Approver === caller);

const decisionsIn = ({ Outputs: outputs = {} }: Step): ({ Approver?: string } | null)[] =>
  (outputs.ApproverDecisions ?? []).map(inputIn) as ({ Approver?: string } | null)[];

/** What was decided at the gate an execution stands at, and how many must approve. */
export function decisionsAt({ StepExecutions: steps = [] }: Execution) {
  const step = steps.findLast(({ StepStatus: status }) => status === 'Waiting');
  const RequiredApprovals = Number(inputIn(step?.Inputs?.MinRequiredApprovals) ?? 1);
  return { ApproverDecisions: step ? decisionsIn(step) : [], RequiredApprovals };
}

/** The question to ask at a gate. */
export const questionAt = ({ kind, step }: Gate): string =>
  kind === 'pause' ? `${step}: resume now? [y]es, [l]ater: ` : `${step}: [a]pprove, [r]eject, [l]ater: `;

/** What an answer means at a gate: a signal, to leave it to others (`later`), or undefined where nobody can tell. */
export function signalFor({ kind, step }: Gate, answer: string): Signal | 'later' | undefined {
  const word = answer.trim().toLowerCase();
  if (word === 'l' || word === 'later') return 'later';
  if (kind === 'pause')
    return ['y', 'yes', 'resume'].includes(word) ? { SignalType: 'Resume', Payload: { StepName: [step] } } : undefined;
  if (['a', 'approve', 'y', 'yes'].includes(word)) return { SignalType: 'Approve' };
  return ['r', 'reject', 'n', 'no'].includes(word) ? { SignalType: 'Reject' } : undefined;
}

/** How somebody else, or the same one elsewhere, passes a gate. */
export const adviceFor = ({ kind, step, approvers }: Gate, executionId: string): string =>
  kind === 'pause'
    ? `It waits: quaymaster executions signal ${executionId} Resume --step ${step}`
    : `It waits for ${approvers.join(', ')}: quaymaster approvals approve ${executionId}`;
