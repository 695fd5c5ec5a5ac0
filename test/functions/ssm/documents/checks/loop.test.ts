import { step } from '../runbooks.ts';
import { equals, loopStep, steps } from './said.ts';

const loop = (inputs: object): string => steps(loopStep(inputs));

describe('checkLoop', () => {
  it.each([
    ['Iterators', loop({}), 'none'],
    ['Iterators that are a reference', loop({ Iterators: '{{ First.CurrentIteration }}' }), 'none'],
    ['a condition', loop({ Iterators: undefined, LoopCondition: equals, MaxIterations: 100 }), 'none'],
    ['both', loop({ LoopCondition: equals }), 'Expect either Iterators or LoopCondition in step: First.'],
    ['neither', loop({ Iterators: undefined }), 'Expect either Iterators or LoopCondition in step: First.'],
    [
      'no steps',
      loop({ Steps: undefined }),
      'Missing required input names. Required=[ [Steps] ], Provided =[ [Iterators] ].',
    ],
    ['empty steps', loop({ Steps: [] }), '"Steps" should be a list of steps.'],
    ['a step of unknown action', loop({ Steps: [step('Child', { action: 'aws:x' })] }), 'Unknown action: aws:x'],
    [
      '101 iterators',
      loop({ Iterators: Array<string>(101).fill('a') }),
      'Iterators should be a list of at most 100 items in step: First.',
    ],
    ['101 turns', loop({ MaxIterations: 101 }), 'MaxIterations: 101 is not between 1 and 100 in step: First.'],
    ['no turn', loop({ MaxIterations: 0 }), 'MaxIterations: 0 is not between 1 and 100 in step: First.'],
    [
      'iterators of lists',
      loop({ IteratorDataType: 'StringList' }),
      'IteratorDataType: StringList is invalid in step: First.',
    ],
    [
      'an unknown operator',
      loop({ Iterators: undefined, LoopCondition: { Variable: 'a', Is: 1 } }),
      'Unsupported operator: Is in step: First.',
    ],
    [
      'a loop inside',
      loop({ Steps: [{ name: 'Inner', action: 'aws:loop', inputs: { Iterators: ['a'], Steps: [step('Child')] } }] }),
      'none',
    ],
  ])('answers a loop with %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
