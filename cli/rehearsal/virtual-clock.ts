import type { Clock } from '../../functions/ports/clock.ts';

/** A clock that stands still but for `skip`, which goes to the next moment that somebody waits for; false where nobody does. */
export interface VirtualClock extends Clock {
  skip(): boolean;
}

interface Alarm {
  at: number;
  call: () => void;
}

/** A clock that stands at `start`, in epoch milliseconds. */
export function virtualClock(start: number): VirtualClock {
  let now = start;
  const alarms = new Set<Alarm>();
  const wake = (at: number, call: () => void) => {
    const alarm = { at, call };
    alarms.add(alarm);
    return () => void alarms.delete(alarm);
  };
  return {
    now: () => now,
    wake,
    after: (milliseconds, call) => wake(now + milliseconds, call),
    skip: () => {
      const [first, ...others] = alarms;
      if (!first) return false;
      const next = others.reduce((one, other) => (other.at < one.at ? other : one), first);
      alarms.delete(next);
      now = Math.max(now, next.at);
      next.call();
      return true;
    },
  };
}
