import type { Clock } from '../../ports/clock.ts';

/** The polls that wait in this process, by the partition of their server. In the account nobody waits. */
const waiting = new Map<string, Set<End>>();

/** Ends the polls that wait for a server: there may be something new. */
export function wakePolls(server: string): void {
  for (const end of [...(waiting.get(server) ?? [])]) end('woken');
}

/** A wait that has begun: `woken` when there may be something new, `over` when its time is up or everything ends. */
export interface Poll {
  result: Promise<'woken' | 'over'>;
  end(): void;
}

type End = (result: 'woken' | 'over') => void;

/** Begins to wait, so many milliseconds at most: before it is looked what there is, so that nothing is missed. */
export function beginPoll(server: string, milliseconds: number, clock: Clock): Poll {
  const { promise, resolve } = Promise.withResolvers<'woken' | 'over'>();
  const polls = waiting.get(server) ?? new Set();
  waiting.set(server, polls);
  const end: End = (result) => {
    cancel();
    polls.delete(end);
    if (polls.size === 0) waiting.delete(server);
    resolve(result);
  };
  const cancel = clock.after(milliseconds, () => end('over'));
  polls.add(end);
  return { result: promise, end: () => end('over') };
}

/** Ends all waits: a server that closes answers its polls first. */
export function endPolls(): void {
  for (const polls of [...waiting.values()]) for (const end of [...polls]) end('over');
}
