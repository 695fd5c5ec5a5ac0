import { setTimeout as wait } from 'node:timers/promises';
import { Unreachable } from './client.ts';

/** Time as a watcher needs it, in milliseconds; `sleep` ends early, without an error, when the signal aborts. */
export interface WatchClock {
  now(): number;
  sleep(milliseconds: number, until: AbortSignal): Promise<void>;
}

/** This machine's time. */
export const watchClock: WatchClock = {
  now: () => Date.now(),
  sleep: (milliseconds, until) => wait(milliseconds, undefined, { signal: until }).catch(() => {}),
};

/** How somebody waits for a server: `leave` ends the waiting, `tell` says why nothing happens. */
export interface Patience {
  clock: WatchClock;
  leave: AbortSignal;
  tell: (line: string) => void;
  /** When the waiting must be over, silence or not, in the clock's milliseconds. */
  until?: number;
}

const longest = 60_000;
const pause = 1000;

/** Asks a server until it answers: one that starts again carries on with its executions, so silence is waited out for a minute. */
export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  { clock, leave, tell, until = Infinity }: Patience,
): Promise<Answer> {
  const end = Math.min(until, clock.now() + longest);
  for (let tries = 0; ; tries++) {
    const outcome = await ask().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    if ('answer' in outcome) return outcome.answer;
    if (!(outcome.error instanceof Unreachable) || clock.now() > end || leave.aborted) throw outcome.error;
    if (tries === 0) tell(`${outcome.error.message}; waiting for it`);
    await clock.sleep(pause, leave);
  }
}
