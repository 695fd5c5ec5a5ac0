import type { JsonObject } from '../../ports/json.ts';
import type { Item, Key } from '../../ports/store.ts';

/** A target that is to be started, when and after how many tries: rule by ARN, target by id. Times are epoch milliseconds. */
export interface Pending {
  rule: string;
  target: string;
  attempts: number;
  due: number;
}

/** An event that came in, as long as a target of it was not started. */
export interface EventRecord {
  event: JsonObject;
  ingested: number;
  pending: Pending[];
}

/** All that is on its way. */
export const deliveriesPartition = 'event-deliveries';

export const deliveryKey = (id: string): Key => ({ partition: deliveriesPartition, sort: id });

/** An event as it goes into the store. */
export const deliveryItem = (id: string, value: EventRecord): Item<EventRecord> => ({ ...deliveryKey(id), value });

/** A target that could not be started, and why, in the words of the attributes that EventBridge gives a dead letter. */
export interface DeadLetter {
  EventId: string;
  Time: number;
  RuleArn: string;
  TargetArn: string;
  TargetId: string;
  /** The queue that the target names for it. */
  QueueArn?: string;
  ErrorCode: string;
  ErrorMessage: string;
  ExhaustedRetryCondition?: string;
  RetryAttempts: number;
  Event: JsonObject;
}

/** Dead letters by time. */
export const deadLettersPartition = 'dead-letters';

const daysKept = 14;

/** Where a dead letter is: its time, and what the letter is of. */
export const deadLetterKey = ({
  Time,
  EventId,
  RuleArn,
  TargetId,
}: Pick<DeadLetter, 'Time' | 'EventId' | 'RuleArn' | 'TargetId'>): Key => ({
  partition: deadLettersPartition,
  sort: `${String(Time).padStart(16, '0')}#${EventId}#${RuleArn}#${TargetId}`,
});

/** A dead letter as it goes into the store, for as long as a queue may keep one. */
export const deadLetterItem = (letter: DeadLetter): Item<DeadLetter> => ({
  ...deadLetterKey(letter),
  value: letter,
  expires: Math.ceil(letter.Time / 1000) + daysKept * 86_400,
});
