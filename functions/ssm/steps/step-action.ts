import type { JsonObject, Json } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Runbook, Step } from '../documents/runbook.ts';
import type { ExecutionRecord, StepRecord } from '../automation-executions/record.ts';

/** What an action sees of its step: the record with its resolved inputs, the step of the runbook, and the outside world. */
export interface StepContext {
  execution: ExecutionRecord;
  runbook: Runbook;
  step: Step;
  record: StepRecord;
  ports: Ports;
  /** Epoch milliseconds. */
  now: number;
  /** Epoch milliseconds at which this attempt times out; undefined where nothing limits it. */
  deadline: number | undefined;
}

/** How a failure is told (reference: SSM Automation, failures and messages): `phase` goes into the frame of the message. */
export interface Failure {
  phase: string;
  detail: string;
  stage: 'InputValidation' | 'PreVerification' | 'Invocation' | 'PostVerification';
  type: 'Action' | 'Permission' | 'Throttling' | 'Verification' | 'Internal';
}

/**
 * What came of looking at a step once; `wakeAt` is no later than the deadline. `answer` is what the step's own outputs select from; `memo` is on the
 * record at the next look, which an event about what `watch` names (watch.ts) makes come at once.
 */
export type Outcome =
  | { outcome: 'success'; outputs?: JsonObject; answer?: Json; next?: string; variable?: { name: string; value: Json } }
  | { outcome: 'failed'; failure: Failure; outputs?: JsonObject }
  | { outcome: 'timedOut'; detail: string; phase?: string; outputs?: JsonObject }
  | { outcome: 'waits'; status: 'InProgress' | 'Waiting'; wakeAt: number; memo?: Json; watch?: string };

/**
 * One runbook action. `begin` runs once an attempt is on record, and again when it was interrupted (same record, same attempt).
 * `resume` looks at a step that waits, after a signal, a result or the time it asked for. `cancel` stops what it started outside.
 */
export interface StepAction {
  /** The action touches nothing but its own record, so it may begin before that is written: nobody can tell whether it ran twice. */
  isPure?: true;
  begin(context: StepContext): Promise<Outcome>;
  resume?(context: StepContext): Promise<Outcome>;
  cancel?(context: StepContext): Promise<void>;
}

/** How long a step may wait for something that has no time limit of its own before its run looks again: 30 days in milliseconds. */
export const longWait = 30 * 86_400_000;

/** A failure of the inputs of a step, found when it was about to start. */
export const invalidInput = (detail: string): Outcome => ({
  outcome: 'failed',
  failure: {
    phase: 'validating and resolving the step inputs',
    detail,
    stage: 'InputValidation',
    type: 'Verification',
  },
});

/** A failure of the action itself. */
export const actionFailed = (phase: string, detail: string): Outcome => ({
  outcome: 'failed',
  failure: { phase, detail, stage: 'Invocation', type: 'Action' },
});
