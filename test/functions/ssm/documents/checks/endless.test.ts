import { step } from '../runbooks.ts';
import { equals, loopStep, steps } from './said.ts';

const loop = (inputs: object): string => steps(loopStep(inputs));

describe('checkEndless', () => {
  const branch = (name: string, next: string, members: object = {}) => ({
    name,
    action: 'aws:branch',
    inputs: { Choices: [{ NextStep: next, ...equals }], ...members },
  });

  it.each([
    ['a step to itself', steps(step('A', { nextStep: 'A' })), 'Infinite loop detected in steps: A -> A.'],
    [
      'steps to each other',
      steps(step('A'), step('B', { nextStep: 'C' }), step('C', { nextStep: 'B' })),
      'Infinite loop detected in steps: B -> C -> B.',
    ],
    [
      'a branch without another way',
      steps(step('A'), branch('B', 'A', { Default: 'A' })),
      'Infinite loop detected in steps: A -> B -> A.',
    ],
    ['a branch with another way', steps(step('A'), branch('B', 'A')), 'none'],
    [
      'a branch that may end',
      steps(step('A'), { ...branch('B', 'A'), isEnd: true }, step('C', { nextStep: 'A' })),
      'none',
    ],
    ['a failure that leads back', steps(step('A'), step('B', { onFailure: 'step:A' })), 'none'],
    [
      'steps of a loop',
      loop({ Steps: [step('B', { nextStep: 'C' }), step('C', { nextStep: 'B' })] }),
      'Infinite loop detected in steps: B -> C -> B.',
    ],
    [
      'a loop to itself whose steps lead to each other',
      steps(loopStep({ Steps: [step('A', { nextStep: 'B' }), step('B')] }, { nextStep: 'First' })),
      'Infinite loop detected in steps: First -> First.',
    ],
    [
      'a loop to itself',
      steps({ name: 'L', action: 'aws:loop', nextStep: 'L', inputs: { Iterators: ['a'], Steps: [step('Child')] } }),
      'Infinite loop detected in steps: L -> L.',
    ],
    [
      'a loop that a step leaves',
      steps(
        {
          name: 'L',
          action: 'aws:loop',
          nextStep: 'L',
          inputs: { Iterators: ['a'], Steps: [step('Child', { nextStep: 'Z' })] },
        },
        step('Z'),
      ),
      'none',
    ],
  ])('answers %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
