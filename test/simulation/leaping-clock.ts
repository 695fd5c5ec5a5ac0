import type { Clock } from '../../functions/ports/clock.ts';
import { fakeClock } from '../clock.ts';

/** A clock that is set forward and back while time passes; who waits for a moment of it is called at the first look after that. */
export interface LeapingClock extends Clock {
  advance(milliseconds: number): void;
  /** Sets it, by milliseconds of either sign. */
  set(by: number): void;
  /** Whether it was set back, and has not come again to where it was. */
  isBehind(): boolean;
}

interface Alarm {
  at: number;
  ring: () => void;
  disarm: () => void;
}

export function leapingClock(): LeapingClock {
  const time = fakeClock();
  const alarms = new Set<Alarm>();
  let off = 0;
  let latest = 0;
  const arm = (alarm: Alarm): void => void (alarm.disarm = time.wake(alarm.at - off, alarm.ring));
  return {
    now: () => time.now() + off,
    wake: (at, call) => {
      const alarm: Alarm = { at, ring: () => alarms.delete(alarm) && call(), disarm: () => undefined };
      alarms.add(alarm);
      arm(alarm);
      return () => {
        alarm.disarm();
        alarms.delete(alarm);
      };
    },
    after: (milliseconds, call) => time.wake(time.now() + milliseconds, call),
    advance: (milliseconds) => time.advance(milliseconds),
    isBehind: () => time.now() + off < latest,
    set: (by) => {
      latest = Math.max(latest, time.now() + off);
      off += by;
      for (const alarm of [...alarms]) {
        alarm.disarm();
        arm(alarm);
      }
    },
  };
}
