import type { SignalType } from '@aws-sdk/client-ssm';
import { type Approval, approvalOf, isFor, messageOf, type Person } from '../console/views/inbox/approvals.ts';
import type { Execution } from './execution.ts';
import { harmlessIn } from './harmless.ts';

/** A step that waits for somebody; `approval` where that is somebody's word. */
export interface Gate {
  id: string;
  step: string;
  kind: 'approve' | 'pause';
  message: string;
  approvers: string[];
  approval?: Approval;
}

/** What SendAutomationSignal is to say; the service takes no empty payload. */
export interface Signal {
  SignalType: SignalType;
  Payload?: Record<string, string[]>;
}

/** The gate an execution stands at, in words that others wrote; undefined while it stands at none. */
export function gateOf(execution: Execution): Gate | undefined {
  const step = execution.StepExecutions?.findLast(({ StepStatus: status }) => status === 'Waiting');
  const { StepExecutionId: id = '', StepName: name = '' } = step ?? {};
  if (step?.Action === 'aws:pause') return { id, step: name, kind: 'pause', message: messageOf(step), approvers: [] };
  const approval = step?.Action === 'aws:approve' ? approvalOf(execution) : undefined;
  if (!approval) return undefined;
  const { message, approvers } = approval;
  return { id, step: approval.step, kind: 'approve', message, approvers, approval };
}

/** Whether it is this person's to pass it: a pause ends whoever may send signals, an approval takes an approver who has not decided. */
export const isMine = ({ approval }: Gate, person: Person): boolean => !approval || isFor(approval, person);

/** The same for a terminal: its inputs are JSON, and what that spells out comes to light only when it is read. */
export const shownGate = (execution: Execution): Gate | undefined => harmlessIn(gateOf(execution));

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
