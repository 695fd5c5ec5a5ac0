import type { Clock } from './clock.ts';

/** The longest sleep towards a moment, in milliseconds: who looks every second notices that the machine slept or its clock was set. */
const longestSleep = 1000;

/** What setTimeout knows at most: 24.8 days; it would end a longer one at once. */
const longestTimer = 2 ** 31 - 1;

/** The machine's clock. What is pending does not keep the process alive. */
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
  after: (milliseconds, call) => {
    let timer: NodeJS.Timeout;
    const sleep = (left: number): void => {
      const length = Math.min(left, longestTimer);
      timer = setTimeout(() => (left > length ? sleep(left - length) : call()), length).unref();
    };
    sleep(milliseconds);
    return () => clearTimeout(timer);
  },
});
