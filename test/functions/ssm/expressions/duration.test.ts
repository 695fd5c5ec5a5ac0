import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../functions/ports/json.ts';
import { durationSeconds, InvalidSleep, sleepUntil } from '../../../../functions/ssm/expressions/duration.ts';

// 2026-03-01T00:00:00Z
const now = 1_772_323_200_000;

describe('durationSeconds', () => {
  it.each([
    ['PT10S', 10],
    ['PT1H30M', 5400],
    ['P1D', 86_400],
    ['P1DT2H3M4S', 93_784],
    ['P2W', 1_209_600],
    ['PT1.5M', 90],
    ['PT0,25S', 0.25],
    ['PT0S', 0],
    ['pt5m', 300],
    [' PT5M ', 300],
    ['P1M', 2_592_000],
    ['P1Y', 31_536_000],
  ])('reads %j as %d', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  it.each(['-PT5S', 'PT-5S', 'P-1DT2H'])('refuses the negative %j', (text) => {
    expect(() => durationSeconds(text)).toThrow('Duration must not be negative.');
  });

  it.each([
    '',
    'P',
    'PT',
    'P1',
    'P1DT',
    '5M',
    'PT5',
    'PT5X',
    'PT5M3H',
    'P3D1W',
    'xPT5S',
    'PT5S PT5S',
    'PTM',
    'P1.1.1D',
    10,
    null,
    undefined,
    ['PT5S'],
    `PT${'1'.repeat(200)}S`,
  ] as (Json | undefined)[])('refuses %j', (value) => {
    expect(() => durationSeconds(value)).toThrow('Duration is not an ISO 8601 duration.');
  });

  it('gives a number that is not negative or refuses', () => {
    const part = fc.constantFrom('P', 'T', '1', '.', ',', '-', 'D', 'W', 'H', 'M', 'S', 'Y', '99', '0');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        try {
          expect(durationSeconds(parts.join(''))).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidSleep);
        }
      }),
    );
  });
});

describe('sleepUntil', () => {
  it.each([
    [{ Duration: 'PT10S' }, 1_772_323_210_000],
    [{ Duration: 'PT0.5S' }, 1_772_323_200_500],
    [{ Duration: 'PT604799S' }, 1_772_927_999_000],
    [{ Timestamp: '2026-03-01T01:00:00Z' }, 1_772_326_800_000],
    [{ Timestamp: '2026-03-01T01:00:00+01:00' }, 1_772_323_200_000],
    [{ Timestamp: '2026-03-01T01:00:00' }, 1_772_326_800_000],
    [{ Timestamp: '2026-03-01T01:00Z' }, 1_772_326_800_000],
    [{ Timestamp: '2026-03-02' }, 1_772_409_600_000],
    [{ Timestamp: '2026-03-01T00:00:00.250Z' }, 1_772_323_200_250],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, 1_577_836_800_000],
  ] as [JsonObject, number][])('of %j is %d', (inputs, expected) => {
    expect(sleepUntil(inputs, now)).toBe(expected);
  });

  it.each([
    [{}, 'A sleep needs either Duration or Timestamp.'],
    [{ Duration: 'PT1S', Timestamp: '2026-03-01T01:00:00Z' }, 'A sleep needs either Duration or Timestamp.'],
    [{ Duration: 'P1W' }, 'A sleep lasts at most 604799 seconds.'],
    [{ Duration: 'PT604800S' }, 'A sleep lasts at most 604799 seconds.'],
    [{ Timestamp: '2026-03-09T00:00:00Z' }, 'A sleep lasts at most 604799 seconds.'],
    [{ Timestamp: 'tomorrow' }, 'Timestamp is not an ISO 8601 date and time.'],
    [{ Timestamp: '2026-13-01T00:00:00Z' }, 'Timestamp is not an ISO 8601 date and time.'],
    [{ Timestamp: '2026-02-30T00:00:00Z' }, 'Timestamp is not an ISO 8601 date and time.'],
    [{ Timestamp: 'Mar 1, 2026' }, 'Timestamp is not an ISO 8601 date and time.'],
    [{ Timestamp: 1_772_326_800 }, 'Timestamp is not an ISO 8601 date and time.'],
  ] as [JsonObject, string][])('refuses %j', (inputs, message) => {
    expect(() => sleepUntil(inputs, now)).toThrow(new InvalidSleep(message));
  });
});
