import type { CalendarState } from '@aws-sdk/client-ssm';
import { unsupportedCalendar } from '../errors.ts';
import { type Component, lineOf, readComponents } from './content-lines.ts';
import { type Occurrences, occurrencesOf } from './occurrences.ts';

/** A change calendar: how it stands while nothing takes place, and what takes place. */
export interface Calendar {
  standard: CalendarState;
  events: Occurrences[];
}

/** How often the events are asked for one transition: a calendar in which one follows the other without end has none. */
const mostAsked = 2000;

/** Counted occurrences are listed one by one, so a calendar with more is refused. */
const mostCounted = 5000;

/** Reads an iCalendar text. Throws UnsupportedCalendarException. */
export function readCalendar(text: string): Calendar {
  const calendar = readComponents(text);
  const zone = lineOf(calendar, 'X-WR-TIMEZONE')?.value ?? 'UTC';
  const events = calendar.components.filter(({ name }) => name === 'VEVENT');
  if (countedOf(events) > mostCounted)
    throw unsupportedCalendar(`its rules count more than ${mostCounted} occurrences`);
  return {
    standard: standardOf(calendar),
    events: events.filter(takesPlace).map((event) => occurrencesOf(event, replacedStarts(event, events), zone)),
  };
}

/** The state of a calendar at a time in epoch milliseconds. */
export const stateAt = ({ standard, events }: Calendar, time: number): CalendarState =>
  lastEnd(events, time) === undefined ? standard : standard === 'OPEN' ? 'CLOSED' : 'OPEN';

/** When the state next changes after a time, both in epoch milliseconds; undefined where it never does. */
export function transitionAfter({ events }: Calendar, time: number): number | undefined {
  let end = lastEnd(events, time);
  if (end === undefined) return earliest(events.map((event) => event.startAfter(time)));
  for (let asked = events.length; asked < mostAsked; asked += events.length) {
    const later = lastEnd(events, end);
    if (later === undefined) return end;
    end = later;
  }
  return undefined;
}

const countedOf = (events: Component[]): number =>
  events.reduce((sum, event) => sum + Number(/COUNT=(\d+)/i.exec(lineOf(event, 'RRULE')?.value ?? '')?.[1] ?? 0), 0);

function standardOf(calendar: Component): CalendarState {
  const type = lineOf(calendar, 'X-CALENDAR-TYPE')?.value.trim();
  if (type === 'DEFAULT_OPEN') return 'OPEN';
  if (type === 'DEFAULT_CLOSED') return 'CLOSED';
  throw unsupportedCalendar('X-CALENDAR-TYPE is neither DEFAULT_OPEN nor DEFAULT_CLOSED');
}

const takesPlace = (event: Component): boolean => lineOf(event, 'STATUS')?.value.toUpperCase() !== 'CANCELLED';

/** The starts of a recurring event that events of their own stand for, cancelled ones too. */
function replacedStarts(event: Component, events: Component[]) {
  if (lineOf(event, 'RECURRENCE-ID')) return [];
  const uid = lineOf(event, 'UID')?.value;
  return events
    .filter((other) => uid !== undefined && lineOf(other, 'UID')?.value === uid)
    .flatMap((other) => lineOf(other, 'RECURRENCE-ID') ?? []);
}

const lastEnd = (events: Occurrences[], time: number): number | undefined =>
  events
    .map((event) => event.endAfter(time))
    .reduce((last, end) => (end === undefined || (last !== undefined && last >= end) ? last : end), undefined);

const earliest = (times: (number | undefined)[]): number | undefined =>
  times.reduce(
    (first, time) => (time === undefined || (first !== undefined && first <= time) ? first : time),
    undefined,
  );
