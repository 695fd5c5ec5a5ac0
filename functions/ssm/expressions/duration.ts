import { parse } from 'tinyduration';
import type { Json, JsonObject } from '../../ports/json.ts';

/** The inputs of an aws:sleep that name no moment to wait for. */
export class InvalidSleep extends Error {
  override name = 'InvalidSleep';
}

/** The longest aws:sleep in seconds: seven days less one second. */
const longestSleepSeconds = 604_799;

const SECONDS = {
  years: 31_536_000,
  months: 2_592_000,
  weeks: 604_800,
  days: 86_400,
  hours: 3600,
  minutes: 60,
  seconds: 1,
};
const DURATION = /^P[\d.,YMWDTHS]*[YMWDHS]$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * When an aws:sleep with these inputs (references resolved) ends, in epoch milliseconds: `Duration` from `now` on, or the `Timestamp`, which may
 * be over already. Both are ISO 8601; a timestamp without a zone is UTC.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html
 */
export function sleepUntil(inputs: JsonObject, now: number): number {
  const { Duration: duration, Timestamp: timestamp } = inputs;
  if ((duration === undefined) === (timestamp === undefined)) fail('A sleep needs either Duration or Timestamp.');
  const end = duration === undefined ? moment(timestamp) : now + Math.round(durationSeconds(duration) * 1000);
  if (end - now > longestSleepSeconds * 1000) fail(`A sleep lasts at most ${longestSleepSeconds} seconds.`);
  return end;
}

/** The seconds (with fractions) of an ISO 8601 duration such as `PT1.5M`, `P1DT2H` or `P2W`; a month counts 30 days, a year 365. */
export function durationSeconds(value: Json | undefined): number {
  const text = typeof value === 'string' && value.length <= 100 ? value.trim().toUpperCase() : '';
  if (text.includes('-')) fail('Duration must not be negative.');
  if (!DURATION.test(text)) fail('Duration is not an ISO 8601 duration.');
  const parts = partsOf(text);
  // The library reads as far as it can: a part out of order would go unnoticed.
  if (Object.keys(parts).length !== text.replace(/[^YMWDHS]/g, '').length)
    fail('Duration is not an ISO 8601 duration.');
  return Object.entries(SECONDS).reduce((sum, [unit, seconds]) => sum + seconds * (parts[unit] ?? 0), 0);
}

function partsOf(text: string): Record<string, number> {
  try {
    return { ...parse(text) } as Record<string, number>;
  } catch {
    return {};
  }
}

function moment(value: Json | undefined): number {
  const [text, zone] = (typeof value === 'string' && TIMESTAMP.exec(value.trim())) || [];
  // Without a zone a time of day would be local time.
  const time = text === undefined ? NaN : Date.parse(zone === undefined && text.includes('T') ? `${text}Z` : text);
  if (text === undefined || Number.isNaN(time) || !isDay(text.slice(0, 10)))
    fail('Timestamp is not an ISO 8601 date and time.');
  return time;
}

// Date.parse takes February 30 for March 2.
function isDay(day: string): boolean {
  return new Date(day).toISOString().startsWith(day);
}

function fail(message: string): never {
  throw new InvalidSleep(message);
}
