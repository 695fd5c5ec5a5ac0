import { existsSync, globSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The library that gives a program another time than the machine's; undefined where `faketime` is not installed. */
export const libfaketime: string | undefined = globSync('/usr/lib/{,*/}faketime/libfaketime.so.1').find((path) =>
  existsSync(path),
);

/** The time of a program that is started with `env`, which can be set while it runs, as that of its machine can. */
export interface SettableClock {
  env: Record<string, string>;
  now: () => number;
  /** Sets it to so many milliseconds after the true time, or before it. */
  set(ahead: number): void;
}

/** A clock whose setting is in a file of a folder. Only the time of day is another one: timers run on, as they do where a clock is set. */
export function settableClock(folder: string): SettableClock {
  const file = join(folder, 'clock');
  let off = 0;
  const set = (ahead: number): void => {
    off = ahead;
    // Replaced at once, for it is read at every look at the clock.
    writeFileSync(`${file}.new`, `${ahead < 0 ? '-' : '+'}${Math.abs(ahead) / 1000}`);
    renameSync(`${file}.new`, file);
  };
  set(0);
  return {
    env: {
      LD_PRELOAD: libfaketime ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    now: () => Date.now() + off,
    set,
  };
}
