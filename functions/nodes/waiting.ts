import type { Clock } from '../ports/clock.ts';

/** The polls that wait in this process, by node: one each, for a newer one ends the older. In the account nobody waits. */
const waiting = new Map<string, () => void>();

/** Ends the poll of a node, if one waits here: there may be something for it. */
export const wakePoll = (node: string): void => waiting.get(node)?.();

/** A poll's wait that has begun; `over` resolves when the node is woken, its time is up, or everything ends. */
export interface PollWait {
  over: Promise<void>;
  end(): void;
}

/** Begins to wait for a node, so many milliseconds at most: before it is looked what there is, so that nothing is missed. */
export function waitForNode(node: string, milliseconds: number, clock: Clock): PollWait {
  wakePoll(node);
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(milliseconds, () => end());
  const end = () => {
    cancel();
    if (waiting.get(node) === end) waiting.delete(node);
    resolve();
  };
  waiting.set(node, end);
  return { over: promise, end };
}

/** Ends all waits: a server that closes answers its polls first. */
export function endWaits(): void {
  for (const end of [...waiting.values()]) end();
}
