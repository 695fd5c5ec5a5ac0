import type { Clock } from '../functions/ports/clock.ts';

/** A clock that stands still until told; `advance` takes milliseconds and calls what falls due on the way, in order, each at its time. */
export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
  advanceTo(at: number): void;
  /** How many wakes are pending. */
  pending(): number;
}

interface Alarm {
  at: number;
  call: () => void;
}

/** A clock for tests that begins at `start`, 2026-01-01T00:00:00Z unless told. */
export function fakeClock(start = 1_767_225_600_000): FakeClock {
  let now = start;
  const alarms = new Set<Alarm>();

  const firstDue = (until: number): Alarm | undefined => {
    let first: Alarm | undefined;
    for (const alarm of alarms) if (alarm.at <= until && (!first || alarm.at < first.at)) first = alarm;
    return first;
  };
  const ring = (alarm: Alarm): void => {
    if (alarms.delete(alarm)) alarm.call();
  };
  const advanceTo = (at: number): void => {
    for (let alarm = firstDue(at); alarm; alarm = firstDue(at)) {
      now = Math.max(now, alarm.at);
      ring(alarm);
    }
    now = Math.max(now, at);
  };

  const wake = (at: number, call: () => void) => {
    const alarm = { at, call };
    alarms.add(alarm);
    if (at <= now) queueMicrotask(() => ring(alarm));
    return () => void alarms.delete(alarm);
  };

  return {
    now: () => now,
    wake,
    after: (milliseconds, call) => wake(now + milliseconds, call),
    advance: (milliseconds) => advanceTo(now + milliseconds),
    advanceTo,
    pending: () => alarms.size,
  };
}
