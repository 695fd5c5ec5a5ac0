import fc from 'fast-check';
import { type Move, nextMove, type Progress } from '../../../../functions/ssm/automation-executions/decide.ts';
import type { StepRecord, StepStatus } from '../../../../functions/ssm/automation-executions/record.ts';
import type { Runbook, Step } from '../../../../functions/ssm/documents/runbook.ts';

const step = (name: string, rest: Partial<Step> = {}): Step => ({
  name,
  action: 'aws:sleep',
  inputs: {},
  maxAttempts: 1,
  onFailure: 'Abort',
  onCancel: 'Abort',
  isEnd: false,
  outputs: [],
  ...rest,
});

const runbook = (...mainSteps: Step[]): Runbook => ({ parameters: {}, variables: {}, mainSteps, outputs: [] });

type Past = [name: string, status: StepStatus, rest?: Partial<StepRecord>];

const records = (past: Past[]): StepRecord[] =>
  past.map(([name, status, rest], at) => ({
    sequence: at + 1,
    id: `id-${name}`,
    name,
    action: 'aws:sleep',
    status,
    attempt: 1,
    startTime: 0,
    attemptTime: 0,
    inputs: {},
    ...rest,
  }));

const after = (steps: Step[], past: Past[], rest: Partial<Progress> = {}): Move =>
  nextMove({ runbook: runbook(...steps), steps: records(past), nextTurn: () => undefined, ...rest });

/** A move in short: `start b`, `end Failed`, `continue a`, `close loop Exited`, `cancel a`. */
function short(move: Move): string {
  if (move.move === 'end') return `end ${move.status}`;
  if (move.move === 'close') return `close ${move.record.name} ${move.status}`;
  if (move.move === 'cancel') return `cancel ${move.record.name}`;
  return `${move.move} ${move.step.name}`;
}

const to = (name: string) => ({ step: name });
const abc = [step('a'), step('b'), step('c')];

describe('nextMove', () => {
  it.each<[string, Step[], Past[], string]>([
    ['starts with the first step', abc, [], 'start a'],
    ['looks again at a step that is not over', abc, [['a', 'Waiting']], 'continue a'],
    ['goes on with the following step', abc, [['a', 'Success']], 'start b'],
    ['follows nextStep', [step('a', { nextStep: 'c' }), step('b'), step('c')], [['a', 'Success']], 'start c'],
    [
      'ends after the last step',
      abc,
      [
        ['a', 'Success'],
        ['b', 'Success'],
        ['c', 'Success'],
      ],
      'end Success',
    ],
    ['ends at isEnd', [step('a', { isEnd: true }), step('b')], [['a', 'Success']], 'end Success'],
    ['follows a branch', abc, [['a', 'Success', { next: 'c' }]], 'start c'],
    [
      'follows a branch in spite of isEnd',
      [step('a', { isEnd: true }), step('b')],
      [['a', 'Success', { next: 'b' }]],
      'start b',
    ],
    ['stops at a failure', abc, [['a', 'Failed']], 'end Failed'],
    ['stops at a timeout', abc, [['a', 'TimedOut']], 'end TimedOut'],
    [
      'carries on with onFailure Continue',
      [step('a', { onFailure: 'Continue' }), step('b')],
      [['a', 'Failed']],
      'start b',
    ],
    [
      'follows nextStep after Continue',
      [step('a', { onFailure: 'Continue', nextStep: 'c' }), step('b'), step('c')],
      [['a', 'Failed']],
      'start c',
    ],
    [
      'stops at a failing isEnd with Continue',
      [step('a', { onFailure: 'Continue', isEnd: true }), step('b')],
      [['a', 'Failed']],
      'end Success',
    ],
    [
      'jumps with onFailure step:X',
      [step('a', { onFailure: to('c') }), step('b'), step('c')],
      [['a', 'Failed']],
      'start c',
    ],
    [
      'jumps with onFailure step:X in spite of isEnd',
      [step('a', { onFailure: to('b'), isEnd: true }), step('b')],
      [['a', 'Failed']],
      'start b',
    ],
    [
      'fails when a critical step failed on the way',
      [step('a', { onFailure: to('b') }), step('b')],
      [
        ['a', 'TimedOut'],
        ['b', 'Success'],
      ],
      'end TimedOut',
    ],
    [
      'succeeds when the step that failed is not critical',
      [step('a', { onFailure: to('b'), isCritical: false }), step('b')],
      [
        ['a', 'Failed'],
        ['b', 'Success'],
      ],
      'end Success',
    ],
    [
      'fails when a step that may fail says it is critical',
      [step('a', { onFailure: 'Continue', isCritical: true }), step('b')],
      [
        ['a', 'Failed'],
        ['b', 'Success'],
      ],
      'end Failed',
    ],
    [
      'takes the last of several critical failures',
      [step('a', { onFailure: to('b') }), step('b')],
      [
        ['a', 'Failed'],
        ['b', 'TimedOut'],
      ],
      'end TimedOut',
    ],
  ])('%s', (_name, steps, past, expected) => {
    expect(short(after(steps, past))).toBe(expected);
  });
});

describe('nextMove in a loop', () => {
  const children = [step('x'), step('y')];
  const loop = step('loop', { action: 'aws:loop', steps: children });
  const inTurn = (iteration: number): Partial<StepRecord> => ({
    parent: { sequence: 1, id: 'id-loop', name: 'loop', iteration },
  });
  const twice = { nextTurn: (_loop: StepRecord, done: number) => (done < 2 ? { iteration: done + 1 } : undefined) };
  const open: Past = ['loop', 'InProgress', { action: 'aws:loop' }];

  it.each<[string, Step[], Past[], string]>([
    ['starts the first step of the first turn', children, [open], 'start x'],
    ['goes on within the turn', children, [open, ['x', 'Success', inTurn(1)]], 'start y'],
    ['starts the next turn', children, [open, ['x', 'Success', inTurn(1)], ['y', 'Success', inTurn(1)]], 'start x'],
    ['ends the turn at isEnd', [step('x', { isEnd: true }), step('y')], [open, ['x', 'Success', inTurn(1)]], 'start x'],
    ['closes after the last turn', children, [open, ['y', 'Success', inTurn(2)]], 'close loop Success'],
    ['closes with the failure of a step', children, [open, ['x', 'Failed', inTurn(1)]], 'close loop Failed'],
    [
      'carries on after a failure that may be',
      [step('x', { onFailure: 'Continue' }), step('y')],
      [open, ['x', 'Failed', inTurn(1)]],
      'start y',
    ],
    [
      'is left by a jump to a step outside',
      children,
      [open, ['x', 'Success', { ...inTurn(1), next: 'after' }]],
      'close loop Exited',
    ],
    [
      'goes where it was left for',
      children,
      [['loop', 'Exited', { action: 'aws:loop', next: 'after' }]],
      'start after',
    ],
    [
      'stops the run when a step of it failed',
      children,
      [
        ['loop', 'Failed', { action: 'aws:loop' }],
        ['x', 'Failed', inTurn(1)],
      ],
      'end Failed',
    ],
  ])('%s', (_name, steps, past, expected) => {
    const mainSteps = [{ ...loop, steps }, step('between'), step('after')];
    expect(short(after(mainSteps, past, twice))).toBe(expected);
  });

  it('closes a loop that cannot tell whether it goes on, and follows its own onFailure', () => {
    const steps = [{ ...loop, onFailure: to('after') }, step('after')];
    const broken = { nextTurn: () => ({ broken: 'no such output' }) };
    expect(after(steps, [open], broken)).toMatchObject({ move: 'close', status: 'Failed', message: 'no such output' });
    const failed: Past = ['loop', 'Failed', { action: 'aws:loop', failureMessage: 'no such output' }];
    expect(short(after(steps, [failed], broken))).toBe('start after');
  });
});

describe('nextMove after 25,000 steps', () => {
  const many = (name: string, rest: Partial<StepRecord> = {}): Past[] =>
    Array.from({ length: 25_000 }, () => [name, 'Success', rest]);

  it('ends a run whose branches lead back for ever', () => {
    expect(short(after(abc, many('a', { next: 'a' }).slice(1)))).toBe('start a');
    expect(after(abc, many('a', { next: 'a' }))).toEqual({
      move: 'end',
      status: 'Failed',
      isAborted: true,
      message: 'The run has started 25000 steps, more are not allowed',
    });
  });

  it('closes the loop that is open first', () => {
    const loop = step('loop', { action: 'aws:loop', steps: [step('x')], onFailure: 'Continue' });
    const inLoop = { parent: { sequence: 1, id: 'id-loop', name: 'loop', iteration: 1 }, next: 'x' };
    const past: Past[] = [['loop', 'InProgress', { action: 'aws:loop' }], ...many('x', inLoop)];
    expect(short(after([loop, step('b')], past))).toBe('close loop Failed');
  });
});

describe('nextMove while cancelling', () => {
  const asked = { cancelling: 'asked' as const };
  const steps = [step('a', { onCancel: to('c') }), step('b'), step('c'), step('d', { isEnd: true }), step('e')];
  const path = { isCancelPath: true as const };

  it.each<[string, Past[], Partial<Progress>, string]>([
    ['cancels the step that runs', [['a', 'Waiting']], asked, 'cancel a'],
    ['goes where onCancel says', [['a', 'Cancelled']], asked, 'start c'],
    [
      'follows the cancel path',
      [
        ['a', 'Cancelled'],
        ['c', 'Success', path],
      ],
      asked,
      'start d',
    ],
    [
      'waits within the cancel path',
      [
        ['a', 'Cancelled'],
        ['c', 'InProgress', path],
      ],
      asked,
      'continue c',
    ],
    [
      'ends after the cancel path',
      [
        ['a', 'Cancelled'],
        ['c', 'Success', path],
        ['d', 'Success', path],
      ],
      asked,
      'end Cancelled',
    ],
    [
      'ends when a step of the cancel path fails',
      [
        ['a', 'Cancelled'],
        ['c', 'Failed', path],
      ],
      asked,
      'end Cancelled',
    ],
    ['ends where no onCancel is given', [['b', 'Cancelled']], asked, 'end Cancelled'],
    ['ends when no step had begun', [], asked, 'end Cancelled'],
    [
      'cancels the cancel path when its time is over',
      [
        ['a', 'Cancelled'],
        ['c', 'InProgress', path],
      ],
      { cancelling: 'over' },
      'cancel c',
    ],
    [
      'starts nothing when its time is over',
      [
        ['a', 'Cancelled'],
        ['c', 'Cancelled', path],
      ],
      { cancelling: 'over' },
      'end Cancelled',
    ],
  ])('%s', (_name, past, rest, expected) => {
    expect(short(after(steps, past, rest))).toBe(expected);
  });
});

describe('nextMove for any runbook', () => {
  const statuses: StepStatus[] = ['Success', 'Failed', 'TimedOut'];
  const names = ['s0', 's1', 's2', 's3', 's4'];
  // Only forward jumps: a runbook with a cycle is refused when it is created.
  const stepAt = (at: number) => {
    const later = names.slice(at + 1);
    const fallback = fc.constantFrom<Step['onFailure']>('Abort', 'Continue', ...later.map(to));
    return fc
      .record({ onFailure: fallback, isEnd: fc.boolean(), next: fc.constantFrom(undefined, ...later) })
      .map(({ onFailure, isEnd, next }) =>
        step(names[at] ?? '', { onFailure, isEnd, ...(next && !isEnd && { nextStep: next }) }),
      );
  };

  it('ends, and starts no step twice', () => {
    const runs = fc.tuple(
      fc.tuple(...names.map((_name, at) => stepAt(at))),
      fc.array(fc.constantFrom(...statuses), { minLength: 5, maxLength: 5 }),
    );
    fc.assert(
      fc.property(runs, ([steps, results]) => {
        const past: Past[] = [];
        for (let move = after(steps, past); move.move !== 'end'; move = after(steps, past)) {
          if (move.move !== 'start') throw new Error(`unexpected ${short(move)}`);
          past.push([move.step.name, results[past.length] ?? 'Success']);
          expect(past.length).toBeLessThanOrEqual(5);
        }
        expect(new Set(past.map(([name]) => name)).size).toBe(past.length);
      }),
    );
  });
});
