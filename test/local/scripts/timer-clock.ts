import type { Clock } from '../../../functions/ports/clock.ts';

/** The real clock; alarms for which `isDue` says so (by milliseconds from now) ring at once. */
export function timerClock(isDue: (milliseconds: number) => boolean = () => false): Clock {
  const after = (wait: number, call: () => void) => {
    const timer = setTimeout(call, isDue(wait) ? 0 : wait);
    return () => clearTimeout(timer);
  };
  return { now: () => Date.now(), wake: (at, call) => after(at - Date.now(), call), after };
}
