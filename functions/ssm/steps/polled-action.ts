import { isPassing } from '../../ports/aws-api.ts';
import type { JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';
import { InvalidInput } from './inputs.ts';
import { isEarly, waitOn, waitToAsk } from './poll.ts';
import { awsFailure } from './role.ts';
import { invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

type Ended = Exclude<Outcome, { outcome: 'waits' }>;

/** Not over yet: `state` is what the next look must know, `detail` what a timeout says of it; `phase` and `limit` differ from the work's own where given. `watch` names what it waits for. */
export interface Pending {
  state: JsonObject;
  detail: string;
  phase?: string;
  /** Milliseconds. */
  limit?: number;
  watch?: string;
}

/** What came of looking once. */
export type Look = Ended | Pending;

/** Something that is started outside and asked about until it is over. */
export interface Work {
  /** What the step is doing once it started, for its messages. */
  phase: string;
  /** Milliseconds an attempt may take where the step says nothing; 12 hours unless told, the longest an automation runs as its caller. */
  limit?: number;
  /** Looks once: without a state nothing is known to have started. Safe to repeat with the same state. */
  look(context: StepContext, state: JsonObject | undefined): Promise<Look>;
  /** Ends what goes on outside, for a step that is cancelled or timed out. */
  stop?(context: StepContext, state: JsonObject): Promise<void>;
}

const halfDay = 43_200_000;
const starting = 'Execute/Cancelling action';

/** The runbook action that does the work. A refusal ends it; an AWS that is busy or out of reach is asked again. */
export const polledAction = (work: Work): StepAction => ({
  begin: (context) => turn(work, context),
  resume: async (context) => (isEarly(context) ? waitOn(context) : turn(work, context)),
  cancel: async (context) => work.stop?.(context, stateOf(context) ?? {}),
});

function stateOf({ record }: StepContext): JsonObject | undefined {
  const state = isMap(record.memo) ? record.memo.state : undefined;
  return isMap(state) ? state : undefined;
}

async function turn(work: Work, context: StepContext): Promise<Outcome> {
  const look = await lookSafely(work, context);
  if ('outcome' in look) return look;
  const { state, detail, watch, phase = work.phase, limit = work.limit ?? halfDay } = look;
  const end = context.deadline ?? context.record.attemptTime + limit;
  if (context.now < end) return waitToAsk(context, end, { memo: state && { state }, watch });
  await work.stop?.(context, state ?? {});
  return { outcome: 'timedOut', phase, detail };
}

async function lookSafely(
  work: Work,
  context: StepContext,
): Promise<Ended | (Omit<Pending, 'state'> & { state?: JsonObject | undefined })> {
  const state = stateOf(context);
  const phase = state ? work.phase : starting;
  try {
    return await work.look(context, state);
  } catch (error) {
    if (error instanceof InvalidInput) return invalidInput(error.message) as Ended;
    const failure = awsFailure(error, phase);
    return isPassing(error) ? { state, phase, detail: failure.failure.detail } : failure;
  }
}

/** A success whose outputs are also what the step's own outputs select from. */
export const succeeded = (outputs: JsonObject = {}): Ended => ({ outcome: 'success', outputs, answer: outputs });

/** A failure found when looking at what became of it. */
export const unexpected = (phase: string, detail: string, outputs: JsonObject = {}): Ended => ({
  outcome: 'failed',
  failure: { phase, detail, stage: 'PostVerification', type: 'Action' },
  outputs,
});
