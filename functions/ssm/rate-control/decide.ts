import type { Ended, Group, TargetEnd } from './record.ts';

const defaults = { concurrency: '10', errors: '0' };

/** How many of `total` a MaxConcurrency such as `10` or `20%` lets run at once: of a fraction the whole, but one at least. */
export const concurrencyOf = (limit: string | undefined, total: number): number =>
  Math.max(1, share(limit ?? defaults.concurrency, total));

/** How many of `total` a MaxErrors such as `3` or `10%` lets fail: one more ends the dispatching. */
export const errorsOf = (limit: string | undefined, total: number): number => share(limit ?? defaults.errors, total);

const share = (limit: string, total: number): number =>
  limit.endsWith('%') ? Math.floor((Number(limit.slice(0, -1)) * total) / 100) : Number(limit);

const errorsIn = (group: Group): number => group.Failed + group.TimedOut + group.Cancelled;

const endedIn = (group: Group): number => group.Success + errorsIn(group);

const runningIn = (group: Group): number => group.dispatched - endedIn(group);

const isOver = (group: Group): boolean => errorsIn(group) > group.errors;

/** How many may run at once by now: one until the first ended, then 2, 4, 8 … as that many more ended, up to the limit. */
const windowOf = (group: Group): number => Math.min(group.concurrency, 2 ** Math.floor(Math.log2(endedIn(group) + 1)));

/** The groups after executions ended, each of which is counted in the group its target belongs to. */
export const counted = (groups: Group[], ended: Ended[]): Group[] =>
  groups.map((group) => {
    const next = { ...group };
    for (const { sequence, status } of ended)
      if (sequence >= group.first && sequence < group.first + group.total) next[status] += 1;
    return next;
  });

/**
 * The sequence numbers of the targets to dispatch now, `most` at the most, in their order: as many as each group's window has room for, and none
 * once more errors came than it allows.
 */
export function toDispatch(groups: Group[], most: number): number[] {
  const sequences = groups.flatMap((group) => {
    const room = isOver(group) ? 0 : Math.max(0, windowOf(group) - runningIn(group));
    const count = Math.min(room, group.total - group.dispatched, most);
    return Array.from({ length: count }, (_, place) => group.first + group.dispatched + place);
  });
  return sequences.slice(0, most);
}

/** The groups once targets are dispatched, in the order `toDispatch` gave them. */
export const dispatched = (groups: Group[], sequences: number[]): Group[] =>
  groups.map((group) => {
    const own = sequences.filter((sequence) => sequence >= group.first && sequence < group.first + group.total);
    return { ...group, dispatched: group.dispatched + own.length };
  });

/** The dispatched targets that may lack their execution: they are started again, which changes nothing where it was done. */
export const unstarted = (groups: Group[]): number[] =>
  groups.flatMap(({ first, dispatched: count, started }) =>
    Array.from({ length: count - started }, (_, place) => first + started + place),
  );

/** The groups once all that were dispatched have their execution. */
export const started = (groups: Group[]): Group[] => groups.map((group) => ({ ...group, started: group.dispatched }));

/** How many targets there are, and how many ended how. */
export const progressOf = (groups: Group[]): Record<TargetEnd | 'total', number> => ({
  total: sum(groups, ({ total }) => total),
  Success: sum(groups, ({ Success }) => Success),
  Failed: sum(groups, ({ Failed }) => Failed),
  TimedOut: sum(groups, ({ TimedOut }) => TimedOut),
  Cancelled: sum(groups, ({ Cancelled }) => Cancelled),
});

const sum = (groups: Group[], of: (group: Group) => number): number =>
  groups.reduce((total, group) => total + of(group), 0);

/** Whether there is something to do for them: whoever was to do it, after counting an end that nobody tells of again, may have got no further. */
export const isDue = (groups: Group[], isCancelling: boolean): boolean =>
  unstarted(groups).length > 0 ||
  (!isCancelling && toDispatch(groups, 1).length > 0) ||
  endOf(groups, isCancelling) !== undefined;

/**
 * How the whole ended, or undefined while executions run or are to be dispatched. Errors within MaxErrors are allowed, unless nothing succeeded;
 * any end but Success is an error.
 */
export function endOf(groups: Group[], isCancelling: boolean): { status: TargetEnd; message?: string } | undefined {
  const goesOn = (group: Group) =>
    runningIn(group) > 0 || (!isCancelling && !isOver(group) && group.dispatched < group.total);
  if (groups.some(goesOn)) return undefined;
  if (isCancelling) return { status: 'Cancelled' };
  const progress = progressOf(groups);
  const errors = sum(groups, errorsIn);
  if (errors === 0 || (progress.Success > 0 && !groups.some(isOver))) return { status: 'Success' };
  const status = (['Failed', 'TimedOut'] as const).find((end) => progress[end] > 0) ?? 'Cancelled';
  const allowed = groups.some(isOver) ? ', more than MaxErrors allows' : '';
  return { status, message: `The automation did not succeed for ${errors} of ${progress.total} targets${allowed}.` };
}
