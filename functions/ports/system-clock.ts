import type { Clock } from './clock.ts';

/** The longest sleep: short enough to notice within a minute that the machine slept or its clock was set; setTimeout alone ends at 24.8 days. */
const longestSleep = 60_000;

/** The machine's clock. A pending wake does not keep the process alive. */
export const systemClock = (): Clock => ({
  now: () => Date.now(),
  wake: (at, call) => {
    let timer: NodeJS.Timeout;
    const sleep = (): void => {
      timer = setTimeout(ring, Math.max(Math.min(at - Date.now(), longestSleep), 0)).unref();
    };
    const ring = (): void => (Date.now() < at ? sleep() : call());
    sleep();
    return () => clearTimeout(timer);
  },
});
