import { Cron } from 'croner';

/** The times of a schedule: the first one after a moment, in epoch milliseconds; undefined where none follows. */
export type Schedule = (after: number) => number | undefined;

const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The schedule that an expression says, or undefined where it says none: `rate(5 minutes)`, counted from `start`, or `cron(0 12 * * ? *)` in UTC.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function scheduleOf(expression: string, start: number): Schedule | undefined {
  const [, rate] = /^rate\(([^()]*)\)$/.exec(expression) ?? [];
  if (rate !== undefined) return everySoOften(rate, start);
  const [, cron] = /^cron\(([^()]*)\)$/.exec(expression) ?? [];
  return cron === undefined ? undefined : atTimes(cron.trim().split(/\s+/));
}

function everySoOften(rate: string, start: number): Schedule | undefined {
  const [, digits = '', unit = '', plural] = /^([1-9]\d{0,8}) (minute|hour|day)(s?)$/.exec(rate) ?? [];
  if (!digits || (digits === '1') !== (plural === '')) return undefined;
  const period = Number(digits) * (units[unit] ?? 0);
  return (after) => start + Math.max(1, Math.floor((after - start) / period) + 1) * period;
}

/** Minutes, hours, day of month, month, day of week, year. One of the two days is a question mark. */
function atTimes(fields: string[]): Schedule | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) return undefined;
  if ([minute, hour, month, year].some((field) => field.includes('?')) || !isKnown(fields)) return undefined;
  const times = [minute, hour, day, month, weekday === 'L' ? '7' : weekday].map(anyDay).join(' ');
  try {
    // Its week begins with Sunday, as 1, and `0/15` is every 15 minutes from 0 on.
    const options = { mode: '7-part', alternativeWeekdays: true, sloppyRanges: true, timezone: 'UTC' } as const;
    const cron = new Cron(`0 ${times} ${year}`, { ...options, paused: true });
    return (after) => cron.nextRun(new Date(after))?.getTime();
  } catch {
    return undefined;
  }
}

/** croner takes more than AWS does: its own nicknames, a zero for Sunday, `+`. */
const isKnown = ([minute = '', hour = '', day = '', month = '', weekday = '', year = '']: string[]): boolean =>
  /^[\d,*/-]+$/.test(minute) &&
  /^[\d,*/-]+$/.test(hour) &&
  /^([\d,*/-]*(L|LW|\d+W)?|\?)$/.test(day) &&
  /^[\dA-Z,*/-]+$/i.test(month) &&
  /^(\?|L|[1-7]L|[A-Z]{3}L|[\dA-Z,*/-]+(#[1-5])?)$/i.test(weekday) &&
  !/(^|[,-])0/.test(weekday) &&
  /^[\d,*/-]+$/.test(year);

const anyDay = (field: string): string => (field === '?' ? '*' : field);
