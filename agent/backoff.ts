import { setTimeout as sleep } from 'node:timers/promises';

const shortest = 1000;
const longest = 60_000;

/** How long to pause before the try after `failures` of them, in milliseconds: anything from one second to a limit that doubles up to a minute. */
export function pauseAfter(failures: number, random: () => number = Math.random): number {
  const limit = Math.min(shortest * 2 ** Math.min(failures, 10), longest);
  return shortest + random() * (limit - shortest);
}

/** Sleeps so many milliseconds, or until the signal. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => {});

/** Repeats until it works or the signal comes (then undefined), with pauses; `failed` is told of each failure. */
export async function persistently<Value>(
  act: () => Promise<Value>,
  signal: AbortSignal,
  failed: (error: unknown, failures: number) => void,
): Promise<Value | undefined> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return await act();
    } catch (error) {
      failed(error, failures);
      await pause(pauseAfter(failures), signal);
    }
  }
  return undefined;
}
