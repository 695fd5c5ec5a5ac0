import { changes, duration, ending, liveLine, type Look } from '../../cli/progress.ts';
import { execution, step } from './execution-fixture.ts';

const plain: Look = { paint: (_colour, text) => text, starts: true };
const painted: Look = { paint: (colour, text) => `<${colour}>${text}`, starts: false };

describe('the progress of an execution', () => {
  const before = execution('InProgress', [step('nap', 'InProgress'), step('long-nap', 'Pending')]);
  const after = execution('InProgress', [
    step('nap', 'Success', { ExecutionEndTime: 1001.25 }),
    step('long-nap', 'InProgress'),
  ]);

  it('is one line for each step that went on', () => {
    expect(changes(before, after, plain)).toEqual([
      'nap       aws:sleep             Success  1.3 s',
      'long-nap  aws:sleep             InProgress',
    ]);
  });

  it('is nothing when nothing went on, nor for steps that have not begun', () => {
    expect(changes(after, after, plain)).toEqual([]);
    expect(changes(undefined, execution('Pending', [step('nap', 'Pending')]), plain)).toEqual([]);
  });

  it('leaves beginnings to the line that moves, and has colours', () => {
    expect(changes(before, after, painted)).toEqual(['nap       aws:sleep             <green>Success<dim>  1.3 s']);
  });

  it('says why a step failed', () => {
    const failed = step('nap', 'Failed', { ExecutionEndTime: 1000, FailureMessage: 'Traceback:\n  line 1\n' });

    expect(changes(undefined, execution('Failed', [failed]), plain)).toEqual([
      'nap  aws:sleep             Failed  0.0 s',
      '    Traceback:',
      '      line 1',
    ]);
  });

  it('names the round of a loop', () => {
    const details = { StepName: 'each', Iteration: 2, StepExecutionId: 'x', Action: 'aws:loop' };

    expect(
      changes(undefined, execution('InProgress', [step('nap', 'Waiting', { ParentStepDetails: details })]), plain),
    ).toEqual(['each[2].nap  aws:sleep             Waiting']);
  });

  it('has a line that moves for the running step', () => {
    expect(liveLine(after, 1_003_500)).toBe('⠴ long-nap  aws:sleep             InProgress  3.5 s');
    expect(liveLine(execution('Pending', []), 1_000_000)).toBe('⠋ Pending  0.0 s');
  });
});

describe('the end of an execution', () => {
  it('shows how long it took and every output', () => {
    const outputs = { 'a.Text': ['x'], 'a.List': ['y', 'z'] };
    const done = execution('Success', [], { ExecutionEndTime: 1083, Outputs: outputs });

    expect(ending(done, plain)).toEqual(['Success after 1 min 23 s', 'a.Text = x', 'a.List = y', 'a.List = z']);
  });

  it('leaves out what has no output', () => {
    const outputs = { 'a.Text': ['No output available yet because the step is not successfully executed'] };

    expect(ending(execution('Cancelled', [], { ExecutionEndTime: 1000, Outputs: outputs }), plain)).toEqual([
      'Cancelled after 0.0 s',
    ]);
  });

  it('says why unless a step has said so', () => {
    const failed = { ExecutionEndTime: 1001, FailureMessage: 'why' };

    expect(ending(execution('Failed', [], failed), plain)).toEqual(['Failed after 1.0 s', 'why']);
    expect(ending(execution('Failed', [step('a', 'Failed', { FailureMessage: 'why' })], failed), painted)).toEqual([
      '<red>Failed after 1.0 s',
    ]);
  });
});

describe('a duration', () => {
  it.each([
    [0.04, '0.0 s'],
    [59.9, '59.9 s'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
  ])('of %d seconds reads %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
