import { RRuleTemporal } from 'rrule-temporal';
import { parse } from 'tinyduration';
import { unsupportedCalendar } from '../errors.ts';
import { type Component, type ContentLine, lineOf } from './content-lines.ts';

/** Every time an event takes place. Times are epoch milliseconds; the end is the first moment after it. */
export interface Occurrences {
  /** The last end of those that go on at the time; undefined where none does. */
  endAfter(time: number): number | undefined;
  /** The first start after the time. */
  startAfter(time: number): number | undefined;
}

/** How long an event lasts, by the calendar and by the clock. */
interface Length {
  days: number;
  seconds: number;
}

const day = 86_400;
/** A rule that has to be followed further is refused, so that no calendar takes long to ask. */
const limits = { maxIterations: 2000, maxCandidateEvaluations: 20_000 };

/**
 * When a VEVENT takes place: by DTSTART, RRULE, RDATE and EXDATE, but for the starts that other VEVENTs replace.
 * `zone` is that of times without one. Throws UnsupportedCalendarException.
 * Source: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5
 */
export function occurrencesOf(event: Component, replaced: ContentLine[], zone: string): Occurrences {
  const start = lineOf(event, 'DTSTART');
  if (!start) throw unsupportedCalendar('an event has no DTSTART');
  const rules = event.lines.filter(({ name }) => name === 'RRULE');
  if (rules.length > 1) throw unsupportedCalendar('an event has more than one RRULE');
  const dates = event.lines.filter(({ name }) => name === 'RDATE' || name === 'EXDATE');
  const text = [
    dateText('DTSTART', start, zone),
    `RRULE:${rules[0]?.value ?? 'FREQ=DAILY;COUNT=1'}`,
    ...dates.map((line) => dateText(line.name, line, zone)),
    ...replaced.map((line) => dateText('EXDATE', line, zone)),
  ].join('\n');
  const rule = asSupported(() => new RRuleTemporal({ rruleString: text, includeDtstart: true, ...limits }));
  return occurrences(rule, lengthOf(event, start, zone));
}

function occurrences(rule: RRuleTemporal, { days, seconds }: Length): Occurrences {
  // A day by the calendar is up to an hour longer than one by the clock.
  const longest = (days * (day + 3600) + seconds) * 1000;
  const starts = startsOf(rule);
  return {
    endAfter: (time) =>
      asSupported(() => starts.between(time - longest, time))
        .map((start) => start.add({ days, seconds }).epochMilliseconds)
        .filter((end) => end > time)
        .reduce<number | undefined>((last, end) => Math.max(last ?? end, end), undefined),
    startAfter: (time) => asSupported(() => starts.after(time))?.epochMilliseconds,
  };
}

/** The starts by a rule; one that counts is listed whole, for looking beyond its end takes a hundred times longer. */
function startsOf(rule: RRuleTemporal) {
  if (rule.options().count === undefined)
    return {
      between: (from: number, to: number) => rule.between(new Date(from), new Date(to), true),
      after: (time: number) => rule.next(new Date(time)),
    };
  const all = asSupported(() => rule.all());
  return {
    between: (from: number, to: number) => all.filter(({ epochMilliseconds: start }) => start >= from && start <= to),
    after: (time: number) => all.find(({ epochMilliseconds: start }) => start > time),
  };
}

/** A date line as the rule reads it: with a time, and in UTC or a zone. */
function dateText(name: string, { parameters, value }: ContentLine, zone: string): string {
  const times = value.split(',').map((one) => (/^\d{8}$/.test(one) ? `${one}T000000` : one));
  if (!times.every((one) => /^\d{8}T\d{6}Z?$/.test(one))) throw unsupportedCalendar(`${name}:${value} is no date`);
  const isUtc = times.every((one) => one.endsWith('Z'));
  return isUtc ? `${name}:${times.join()}` : `${name};TZID=${parameters['TZID'] ?? zone}:${times.join()}`;
}

function lengthOf(event: Component, start: ContentLine, zone: string): Length {
  const [end, duration] = [lineOf(event, 'DTEND'), lineOf(event, 'DURATION')];
  if (duration) return durationLength(duration.value);
  if (!end) return { days: /^\d{8}$/.test(start.value) ? 1 : 0, seconds: 0 };
  const isSameZone = start.parameters['TZID'] === end.parameters['TZID'] && isUtc(start) === isUtc(end);
  const [from, to] = isSameZone ? [wallTime(start), wallTime(end)] : [instant(start, zone), instant(end, zone)];
  const seconds = Math.max(0, (to - from) / 1000);
  return isSameZone ? { days: Math.floor(seconds / day), seconds: seconds % day } : { days: 0, seconds };
}

const isUtc = ({ value }: ContentLine): boolean => value.endsWith('Z');

/** The date and time as they stand, as if they were UTC. */
const wallTime = (line: ContentLine): number =>
  instant({ ...line, value: line.value.replace('Z', ''), parameters: {} }, 'UTC');

const instant = (line: ContentLine, zone: string): number =>
  asSupported(
    () => new RRuleTemporal({ rruleString: `${dateText('DTSTART', line, zone)}\nRRULE:FREQ=DAILY;COUNT=1` }),
  ).options().dtstart.epochMilliseconds;

function durationLength(value: string): Length {
  const { weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0, negative } = asSupported(() => parse(value));
  return negative
    ? { days: 0, seconds: 0 }
    : { days: weeks * 7 + days, seconds: hours * 3600 + minutes * 60 + seconds };
}

/** What a library refuses is a calendar that is not supported. */
function asSupported<Value>(ask: () => Value): Value {
  try {
    return ask();
  } catch (error) {
    throw unsupportedCalendar(error instanceof Error ? error.message : 'a rule cannot be read');
  }
}
