import { everyRecord } from '../../ports/every-record.ts';
import { ApiError } from '../../api/error.ts';
import type { Store, Stored } from '../../ports/store.ts';
import { contentOf, type DocumentRecord, documentsPartition, type Place } from '../documents/record.ts';
import { readCalendar, stateAt, transitionAfter } from './calendar.ts';

/**
 * When the first closed change calendar of an account and Region changes next (epoch milliseconds, Infinity where it never does); undefined where
 * all are open. A calendar that cannot be read counts as closed: a gate must not guess.
 */
export async function closedUntil(store: Store, place: Place, now: number): Promise<number | undefined> {
  let until: number | undefined;
  for await (const document of calendarsOf(store, place)) {
    const text = await contentOf(store, { document, version: document.value.default });
    const change = changeOf(text, now);
    if (change !== undefined) until = Math.min(until ?? Infinity, change);
  }
  return until;
}

/** When a closed calendar changes next; undefined where it is open. */
function changeOf(text: string, now: number): number | undefined {
  try {
    const calendar = readCalendar(text);
    return stateAt(calendar, now) === 'CLOSED' ? (transitionAfter(calendar, now) ?? Infinity) : undefined;
  } catch (error) {
    if (error instanceof ApiError) return Infinity;
    throw error;
  }
}

async function* calendarsOf(store: Store, place: Place): AsyncGenerator<Stored<DocumentRecord>> {
  for await (const document of everyRecord<DocumentRecord>(store, { partition: documentsPartition(place) }))
    if (document.value.documentType === 'ChangeCalendar') yield document;
}
