import { step } from '../runbooks.ts';
import { equals, only, steps } from './said.ts';

describe('checkFlow', () => {
  it.each([
    ['nextStep', steps(step('A', { nextStep: 'B' })), 'Unknown step name: "B" in nextStep'],
    [
      'nextStep like a member of every object',
      steps(step('A', { nextStep: 'toString' })),
      'Unknown step name: "toString" in nextStep',
    ],
    ['onFailure', steps(step('A', { onFailure: 'step:B' })), 'Unknown step name: "B" in onFailure'],
    ['onCancel', steps(step('A', { onCancel: 'step:B' })), 'Unknown step name: "B" in onCancel'],
    ['a choice', only('aws:branch', { Choices: [{ NextStep: 'B', ...equals }] }), 'Unknown step name: "B" in nextStep'],
    [
      'a default',
      steps(
        { name: 'A', action: 'aws:branch', inputs: { Choices: [{ NextStep: 'Z', ...equals }], Default: 'B' } },
        step('Z'),
      ),
      'Unknown step name: "B" in nextStep',
    ],
    [
      'a step inside a loop',
      steps(step('A', { nextStep: 'Child' }), {
        name: 'L',
        action: 'aws:loop',
        inputs: { Iterators: ['a'], Steps: [step('Child')] },
      }),
      'Unknown step name: "Child" in nextStep',
    ],
    [
      'a step around a loop',
      steps(
        { name: 'L', action: 'aws:loop', inputs: { Iterators: ['a'], Steps: [step('Child', { nextStep: 'Z' })] } },
        step('Z'),
      ),
      'none',
    ],
    [
      'neither a step nor a word of onFailure',
      steps(step('A', { onFailure: 'Stop' })),
      'onFailure: Stop is invalid in step: A.',
    ],
    ['Continue of onCancel', steps(step('A', { onCancel: 'Continue' })), 'onCancel: Continue is invalid in step: A.'],
    [
      'a sleep after a cancel',
      steps(step('A', { onCancel: 'step:B' }), { name: 'B', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }),
      'Step: B of action: aws:sleep is not supported in onCancel.',
    ],
    [
      'a pause after a cancel',
      steps(step('A', { onCancel: 'step:B' }), step('B')),
      'Step: B of action: aws:pause is not supported in onCancel.',
    ],
    [
      'onCancel of a loop',
      steps(
        { name: 'L', action: 'aws:loop', onCancel: 'step:Z', inputs: { Iterators: ['a'], Steps: [step('Child')] } },
        step('Z'),
      ),
      'onCancel is not supported for action: aws:loop in step: L.',
    ],
  ])('answers %s that leads nowhere or somewhere', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
