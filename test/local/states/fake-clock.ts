import type { Clock } from '../../../functions/ports/clock.ts';

/** A clock that stands still until it is advanced. */
export interface FakeClock extends Clock {
  /** When the next alarm rings; undefined when none is set. */
  next(): number | undefined;
  /** Rings all alarms up to a time, in order, each at its own time. */
  advanceTo(time: number): void;
}

/** Makes one that begins at a time. */
export function fakeClock(start = Date.parse('2024-01-01T00:00:00Z')): FakeClock {
  let now = start;
  const alarms = new Map<object, { at: number; call: () => void }>();
  const first = (): [object, { at: number; call: () => void }] | undefined =>
    [...alarms].sort(([, one], [, other]) => one.at - other.at)[0];
  const wake = (at: number, call: () => void) => {
    const alarm = {};
    alarms.set(alarm, { at, call });
    return () => void alarms.delete(alarm);
  };
  return {
    now: () => now,
    wake,
    after: (milliseconds, call) => wake(now + milliseconds, call),
    next: () => first()?.[1].at,
    advanceTo: (time) => {
      for (let due = first(); due && due[1].at <= time; due = first()) {
        const [alarm, { at, call }] = due;
        alarms.delete(alarm);
        now = Math.max(now, at);
        call();
      }
      now = Math.max(now, time);
    },
  };
}
