import type { Caller } from '../../api/action.ts';
import type { Store } from '../../ports/store.ts';
import { deadLetterNotFound, targetNotFound } from '../errors.ts';
import type { Room } from '../room.ts';
import { type DeadLetter, deadLetterKey } from './record.ts';

/** RedriveDeadLetter's input: which letter it is, as ListDeadLetters tells it. */
export interface RedriveDeadLetterRequest {
  Time: Date;
  EventId: string;
  RuleArn: string;
  TargetId: string;
}

/**
 * Takes a dead letter out and sends its event to its target once more, as the rule and the target are now. It makes one start however often it is tried:
 * its name is that of the first try. Throws ResourceNotFoundException, and AccessDeniedException to who may not do what the target does.
 */
export async function redriveDeadLetter(
  { Time, ...letter }: RedriveDeadLetterRequest,
  { store }: { store: Store },
  { caller, room }: { caller: Caller; room: Pick<Room, 'rules' | 'targets' | 'deliveries'> },
): Promise<object> {
  const stored = await store.get<DeadLetter>(deadLetterKey({ ...letter, Time: Time.getTime() }));
  if (!stored) throw deadLetterNotFound(letter.EventId);
  const target = room.rules.get(letter.RuleArn)?.targets.find(({ target: one }) => one.Id === letter.TargetId);
  if (!target) throw targetNotFound(letter.TargetId, letter.RuleArn);
  await room.targets.checkAllowed([target], caller);
  await room.deliveries.redrive(stored);
  return {};
}
