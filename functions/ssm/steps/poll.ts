import type { Json } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';
import type { Outcome, StepContext } from './step-action.ts';

const first = 2_000;
const longest = 60_000;

/** How often a waiting step has asked so far; the number lies in its memo. */
export const pollsOf = ({ record }: StepContext): number =>
  isMap(record.memo) && typeof record.memo.polls === 'number' ? record.memo.polls : 0;

/** Whether a step is looked at before it is time to ask again: somebody woke its run for another reason. */
export const isEarly = ({ record, now }: StepContext): boolean => record.wakeAt !== undefined && now < record.wakeAt;

/** What a step that waits is to know at its next look, and what it waits for, as watch.ts names it. */
interface Waiting {
  memo?: Record<string, Json> | undefined;
  watch?: string | undefined;
}

/** Waits until it is time to ask again: after 2 s, 3 s, 4.5 s … up to 60 s, and no later than `end` (epoch milliseconds). */
export function waitToAsk(context: StepContext, end: number, { memo, watch }: Waiting = {}): Outcome {
  const polls = pollsOf(context);
  const pause = Math.min(longest, first * 1.5 ** polls);
  return {
    outcome: 'waits',
    status: 'InProgress',
    wakeAt: Math.min(end, context.now + pause),
    memo: { ...memo, polls: polls + 1 },
    ...(watch !== undefined && { watch }),
  };
}

/** Waits as the record says: nothing changed. */
export function waitOn({ record, now }: StepContext): Outcome {
  const { wakeAt = now, memo, watch } = record;
  const kept = { ...(memo !== undefined && { memo }), ...(watch !== undefined && { watch }) };
  return { outcome: 'waits', status: 'InProgress', wakeAt, ...kept };
}
