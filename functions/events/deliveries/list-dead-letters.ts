import { ApiError } from '../../api/error.ts';
import { InvalidPosition, type Store } from '../../ports/store.ts';
import { type DeadLetter, deadLettersPartition } from './record.ts';

/** ListDeadLetters's input and output: the newest first, each with its event as JSON text. */
export interface ListDeadLettersRequest {
  MaxResults?: number;
  NextToken?: string;
}
export interface ListDeadLettersResult {
  DeadLetters: (Omit<DeadLetter, 'Time' | 'Event'> & { Time: Date; Event: string })[];
  NextToken?: string;
}

/** Lists what could not be started, 100 a page unless told. Throws InvalidNextToken. */
export async function listDeadLetters(
  { MaxResults: limit = 100, NextToken: after }: ListDeadLettersRequest,
  { store }: { store: Store },
): Promise<ListDeadLettersResult> {
  const query = { partition: deadLettersPartition, limit, descending: true, ...(after !== undefined && { after }) };
  const page = await store.list<DeadLetter>(query).catch((error: unknown) => {
    if (error instanceof InvalidPosition) throw new ApiError('InvalidNextToken', 'The specified token is not valid.');
    throw error;
  });
  const DeadLetters = page.items.map(({ value: { Time, Event, ...letter } }) => ({
    ...letter,
    Time: new Date(Time),
    Event: JSON.stringify(Event),
  }));
  return page.next === undefined ? { DeadLetters } : { DeadLetters, NextToken: page.next };
}
