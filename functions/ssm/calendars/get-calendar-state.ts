import type { GetCalendarStateRequest, GetCalendarStateResponse } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { contentOf, findDocument, type Place } from '../documents/record.ts';
import { invalidCalendarRequest, invalidDocument, invalidDocumentType } from '../errors.ts';
import { type Calendar, readCalendar, stateAt, transitionAfter } from './calendar.ts';

/**
 * Whether all calendars are open at a time, now unless told, and for one calendar when that changes.
 * Throws InvalidDocument, InvalidDocumentType, UnsupportedCalendarException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCalendarState.html
 */
export async function getCalendarState(
  { CalendarNames: names = [], AtTime }: GetCalendarStateRequest,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  caller: Caller,
): Promise<GetCalendarStateResponse> {
  if (names.length === 0) throw invalidCalendarRequest('At least one calendar name is needed.');
  const time = AtTime === undefined ? clock.now() : timeOf(AtTime);
  const calendars = await Promise.all([...new Set(names)].map((name) => calendarNamed(store, name, caller)));
  const [first] = calendars;
  const next = first && calendars.length === 1 ? transitionAfter(first, time) : undefined;
  return {
    State: calendars.every((calendar) => stateAt(calendar, time) === 'OPEN') ? 'OPEN' : 'CLOSED',
    AtTime: timeText(time),
    ...(next !== undefined && { NextTransitionTime: timeText(next) }),
  };
}

async function calendarNamed(store: Store, name: string, place: Place): Promise<Calendar> {
  const found = await findDocument(store, { Name: name }, place);
  if (typeof found === 'string') throw invalidDocument(name);
  const { documentType } = found.document.value;
  if (documentType !== 'ChangeCalendar') throw invalidDocumentType(name, documentType);
  return readCalendar(await contentOf(store, found));
}

/** The epoch milliseconds of an ISO 8601 time, in UTC where it has no offset. */
function timeOf(text: string): number {
  const [, date = '', clock = 'T00:00', offset = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  const time = Date.parse(`${date}${clock}${offset.replace(/(\d\d)(\d\d)$/, '$1:$2')}`);
  if (Number.isNaN(time)) throw invalidCalendarRequest(`AtTime ${text} is not a time in ISO 8601 format.`);
  return time;
}

/** Such as `2026-01-01T00:00:00Z`. */
const timeText = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
