import { scheduleOf } from '../../../../functions/events/schedule/schedule.ts';

const start = Date.parse('2026-01-01T00:00:30Z');

function times(expression: string, from = '2026-01-01T00:00:30Z'): string[] {
  const schedule = scheduleOf(expression, start);
  const found: string[] = [];
  for (let time: number | undefined = Date.parse(from); time !== undefined && found.length < 3;) {
    time = schedule?.(time);
    if (time !== undefined) found.push(new Date(time).toISOString().slice(0, 16));
  }
  return found;
}

describe('scheduleOf', () => {
  it.each([
    ['rate(1 minute)', '2026-01-01T00:01 2026-01-01T00:02 2026-01-01T00:03'],
    ['rate(2 hours)', '2026-01-01T02:00 2026-01-01T04:00 2026-01-01T06:00'],
    ['rate(1 day)', '2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00'],
    ['cron(0 12 * * ? *)', '2026-01-01T12:00 2026-01-02T12:00 2026-01-03T12:00'],
    ['cron(0/15 * * * ? *)', '2026-01-01T00:15 2026-01-01T00:30 2026-01-01T00:45'],
    ['cron(5,35 14 * * ? *)', '2026-01-01T14:05 2026-01-01T14:35 2026-01-02T14:05'],
    ['cron(0 18 ? * MON-FRI *)', '2026-01-01T18:00 2026-01-02T18:00 2026-01-05T18:00'],
    ['cron(0 0 ? * 1 *)', '2026-01-04T00:00 2026-01-11T00:00 2026-01-18T00:00'],
    ['cron(0 0 ? * L *)', '2026-01-03T00:00 2026-01-10T00:00 2026-01-17T00:00'],
    ['cron(15 10 ? * 6L 2026-2030)', '2026-01-30T10:15 2026-02-27T10:15 2026-03-27T10:15'],
    ['cron(0 2 ? * SAT#3 *)', '2026-01-17T02:00 2026-02-21T02:00 2026-03-21T02:00'],
    ['cron(0 0 ? * 3#2 *)', '2026-01-13T00:00 2026-02-10T00:00 2026-03-10T00:00'],
    ['cron(0 8 L * ? *)', '2026-01-31T08:00 2026-02-28T08:00 2026-03-31T08:00'],
    ['cron(0 8 LW * ? *)', '2026-01-30T08:00 2026-02-27T08:00 2026-03-31T08:00'],
    ['cron(0 8 15W * ? *)', '2026-01-15T08:00 2026-02-16T08:00 2026-03-16T08:00'],
    ['cron(0 0 29 2 ? *)', '2028-02-29T00:00 2032-02-29T00:00 2036-02-29T00:00'],
    ['cron(0 0 1 1 ? 2026/2)', '2028-01-01T00:00 2030-01-01T00:00 2032-01-01T00:00'],
    ['cron(15 10 ? * 6L 2002-2005)', ''],
  ])('%s is due at %s', (expression, expected) => {
    expect(times(expression).join(' ')).toBe(expected);
  });

  it('counts a rate from its start, whenever it is asked', () => {
    expect(times('rate(5 minutes)', '2026-01-01T00:12:00Z')[0]).toBe('2026-01-01T00:15');
    expect(times('rate(5 minutes)', '2025-12-01T00:00:00Z')[0]).toBe('2026-01-01T00:05');
  });

  it.each([
    'rate(10 seconds)',
    'rate(1 minutes)',
    'rate(10 minute)',
    'rate()',
    'rate(10)',
    'rate(0 minutes)',
    'rate(-10 minutes)',
    'rate(10 MINUTES)',
    'rate( 10 minutes )',
    ' rate(10 minutes)',
    'cron(0 1 * * * *)',
    'cron(0 1 ? * ? *)',
    'cron(7 20 * * NOT *)',
    'cron(INVALID)',
    'cron(0 dummy ? * MON-FRI *)',
    'cron(71 8 1 * ? *)',
    'cron(0 8 * * ?)',
    'cron(0 0 ? * 0 *)',
    'cron(@daily)',
    'at(2026-01-01T00:00:00)',
    '',
  ])('refuses %j', (expression) => {
    expect(scheduleOf(expression, start)).toBeUndefined();
  });
});
