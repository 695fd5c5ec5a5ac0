import fc from 'fast-check';
import {
  concurrencyOf,
  counted,
  dispatched,
  endOf,
  errorsOf,
  progressOf,
  started,
  toDispatch,
  unstarted,
} from '../../../../functions/ssm/rate-control/decide.ts';
import type { Group, TargetEnd } from '../../../../functions/ssm/rate-control/record.ts';

const group = (fields: Partial<Group> = {}): Group => ({
  first: 1,
  total: 10,
  concurrency: 4,
  errors: 0,
  dispatched: 0,
  started: 0,
  Success: 0,
  Failed: 0,
  TimedOut: 0,
  Cancelled: 0,
  ...fields,
});

describe('the limits', () => {
  it.each([
    [undefined, 50, 10, 0],
    ['3', 50, 3, 3],
    ['10%', 50, 5, 5],
    ['10%', 19, 1, 1],
    ['1%', 50, 1, 0],
    ['100%', 7, 7, 7],
    ['9999999', 7, 9_999_999, 9_999_999],
  ])('of %s of %i targets are %i at once and %i errors', (limit, total, concurrency, errors) => {
    expect(concurrencyOf(limit, total)).toBe(concurrency);
    expect(errorsOf(limit, total)).toBe(errors);
  });
});

describe('what is dispatched', () => {
  it.each([
    ['the first alone', group(), [1]],
    ['nothing while it runs', group({ dispatched: 1 }), []],
    ['two when it ended', group({ dispatched: 1, Success: 1 }), [2, 3]],
    ['one for one of them', group({ dispatched: 3, Success: 2 }), [4]],
    ['four when both ended', group({ dispatched: 3, Success: 3 }), [4, 5, 6, 7]],
    ['no more than MaxConcurrency', group({ dispatched: 7, Success: 7, concurrency: 2 }), [8, 9]],
    ['what is left', group({ dispatched: 9, Success: 9 }), [10]],
    ['nothing after the error beyond MaxErrors', group({ dispatched: 1, Failed: 1 }), []],
    ['two after an error within it', group({ dispatched: 1, TimedOut: 1, errors: 1 }), [2, 3]],
    ['nothing after an end that somebody else made', group({ dispatched: 1, Cancelled: 1 }), []],
    ['by its own numbers in a later group', group({ first: 21, dispatched: 1, Success: 1 }), [22, 23]],
  ])('is %s', (_, given, sequences) => {
    expect(toDispatch([given], 30)).toEqual(sequences);
  });

  it('is never more than one write holds, over all groups', () => {
    const wide = { concurrency: 50, total: 50, dispatched: 31, Success: 31, errors: 0 };
    expect(toDispatch([group({ ...wide }), group({ ...wide, first: 51 })], 30)).toHaveLength(30);
  });
});

describe('the end', () => {
  const done = { total: 3, dispatched: 3 };
  it.each<[string, Group[], boolean, ReturnType<typeof endOf>]>([
    ['is not yet while one runs', [group({ ...done, Success: 2 })], false, undefined],
    ['is not yet while one is to come', [group({ total: 3, dispatched: 2, Success: 2 })], false, undefined],
    ['is Success', [group({ ...done, Success: 3 })], false, { status: 'Success' }],
    [
      'is Success with errors that are allowed',
      [group({ ...done, Success: 2, Failed: 1, errors: 1 })],
      false,
      { status: 'Success' },
    ],
    ['is Success of no target at all', [group({ total: 0 })], false, { status: 'Success' }],
    [
      'is Cancelled once nothing runs',
      [group({ dispatched: 2, Success: 1, Cancelled: 1 })],
      true,
      { status: 'Cancelled' },
    ],
    ['is not yet while a cancelled one runs', [group({ dispatched: 2, Success: 1 })], true, undefined],
    [
      'is TimedOut when nothing but timeouts ended it',
      [group({ dispatched: 1, TimedOut: 1 })],
      false,
      {
        status: 'TimedOut',
        message: 'The automation did not succeed for 1 of 10 targets, more than MaxErrors allows.',
      },
    ],
    [
      'is Failed when one of two locations had too many errors',
      [group({ ...done, Success: 3 }), group({ first: 4, ...done, Failed: 1, TimedOut: 1, Success: 1 })],
      false,
      { status: 'Failed', message: 'The automation did not succeed for 2 of 6 targets, more than MaxErrors allows.' },
    ],
  ])('%s', (_, groups, isCancelling, end) => {
    expect(endOf(groups, isCancelling)).toEqual(end);
  });
});

/** One thing that may happen: a running target ends, a turn of the dispatching, the same once more, or a crash between its writes. */
const happening = fc.oneof(
  fc.record({
    ends: fc.nat(),
    as: fc.constantFrom<TargetEnd>('Success', 'Success', 'Failed', 'TimedOut', 'Cancelled'),
  }),
  fc.constant('turn' as const),
);

describe('dispatching, whatever ends when', () => {
  const fleet = fc.record({
    total: fc.integer({ min: 0, max: 60 }),
    concurrency: fc.integer({ min: 1, max: 20 }),
    errors: fc.integer({ min: 0, max: 10 }),
  });

  it('keeps to the window and the errors, starts each target once and comes to its end', () => {
    fc.assert(
      fc.property(
        fc.array(fleet, { minLength: 1, maxLength: 3 }),
        fc.array(happening, { maxLength: 400 }),
        (limits, events) => {
          let first = 1;
          let groups = limits.map((limit) => {
            const made = group({ ...limit, first });
            first += limit.total;
            return made;
          });
          const running: number[] = [];
          const everStarted = new Set<number>();
          const turn = () => {
            const sequences = toDispatch(groups, 30);
            for (const [place, one] of groups.entries()) {
              const own = sequences.filter((sequence) => sequence >= one.first && sequence < one.first + one.total);
              const over = one.Failed + one.TimedOut + one.Cancelled > one.errors;
              expect(over ? own : []).toEqual([]);
              const active = running.filter((sequence) => sequence >= one.first && sequence < one.first + one.total);
              const ended = one.Success + one.Failed + one.TimedOut + one.Cancelled;
              const most = Math.min(limits[place]?.concurrency ?? 0, ended + 1);
              if (own.length) expect(active.length + own.length).toBeLessThanOrEqual(most);
            }
            groups = dispatched(groups, sequences);
            // What a crash left unstarted is started again with the same numbers.
            expect(unstarted(groups).sort((a, b) => a - b)).toEqual([...sequences].sort((a, b) => a - b));
            groups = started(groups);
            for (const sequence of sequences) {
              expect(everStarted.has(sequence)).toBe(false);
              everStarted.add(sequence);
              running.push(sequence);
            }
          };
          const end = (at: number, status: TargetEnd) => {
            const [sequence] = running.splice(at % running.length, 1);
            if (sequence !== undefined) groups = counted(groups, [{ sequence, status }]);
          };
          for (const event of events) {
            if (event === 'turn') turn();
            else if (running.length) end(event.ends, event.as);
          }
          while (!endOf(groups, false)) {
            turn();
            if (running.length) end(0, 'Success');
            else expect(endOf(groups, false)).toBeDefined();
          }
          expect(running).toEqual([]);
          const progress = progressOf(groups);
          expect(progress.Success + progress.Failed + progress.TimedOut + progress.Cancelled).toBe(everStarted.size);
        },
      ),
    );
  });
});
