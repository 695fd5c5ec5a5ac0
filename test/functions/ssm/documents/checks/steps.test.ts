import { step } from '../runbooks.ts';
import { loopStep, only, steps } from './said.ts';

const loop = (inputs: object): string => steps(loopStep(inputs));

describe('checkSteps', () => {
  it.each([
    ['a name', steps({ action: 'aws:pause', inputs: {} }), 'Missing "name" in step detail.'],
    ['an action', steps({ name: 'A', inputs: {} }), 'Missing "action" in step detail.'],
    ['inputs', steps({ name: 'A', action: 'aws:pause' }), 'Missing "inputs" in step detail.'],
    ['anything', steps('A'), 'A step should be a map.'],
  ])('misses %s of a step', (_, message, expected) => {
    expect(message).toBe(expected);
  });

  it.each([
    ['a name with a hyphen', steps(step('First-step')), 'StepName: First-step is invalid.'],
    ['a name that is a number', steps({ ...step('A'), name: 1 }), 'StepName: 1 is invalid.'],
    ['an empty name', steps(step('')), 'StepName:  is invalid.'],
    ['names like those of every object', steps(step('toString'), step('constructor'), step('__proto__')), 'none'],
    ['equal names', steps(step('A'), step('A')), 'Duplicate step names found in mainSteps of the document.'],
    [
      'equal names in a loop',
      loop({ Steps: [step('First')] }),
      'Duplicate step names found in mainSteps of the document.',
    ],
    ['an unknown action', only('aws:runStuff', {}), 'Unknown action: aws:runStuff'],
    ['an action like a member of every object', only('constructor', {}), 'Unknown action: constructor'],
    ['inputs that are a list', steps({ ...step('A'), inputs: [] }), 'The inputs of step: A should be a map.'],
    ['no inputs in YAML', steps({ ...step('A'), inputs: null }), 'none'],
    [
      'isEnd and nextStep',
      steps(step('A', { isEnd: true, nextStep: 'B' }), step('B')),
      '"isEnd == true" and nextStep should not exist in same step.',
    ],
    ['isEnd as text', steps(step('A', { isEnd: 'true' })), 'none'],
    ['isEnd that is no flag', steps(step('A', { isEnd: 'yes' })), 'isEnd: yes is invalid in step: A.'],
    ['isCritical that is no flag', steps(step('A', { isCritical: 1 })), 'isCritical: 1 is invalid in step: A.'],
    ['no attempt', steps(step('A', { maxAttempts: 0 })), 'maxAttempts: 0 is invalid in step: A.'],
    ['half an attempt', steps(step('A', { maxAttempts: 1.5 })), 'maxAttempts: 1.5 is invalid in step: A.'],
    ['a negative timeout', steps(step('A', { timeoutSeconds: -1 })), 'timeoutSeconds: -1 is invalid in step: A.'],
    ['a timeout in text', steps(step('A', { timeoutSeconds: '60' })), 'none'],
    [
      'a timeout that is a reference to nothing',
      steps(step('A', { timeoutSeconds: '{{ T }}' })),
      'Parameter "T" is not declared.',
    ],
    ['outputs that are a map', steps(step('A', { outputs: {} })), 'The outputs of step: A should be a list.'],
    [
      'an output without Selector',
      steps(step('A', { outputs: [{ Name: 'X' }] })),
      'An output of step: A should have a Name and a Selector.',
    ],
    [
      'an output of no type',
      steps(step('A', { outputs: [{ Name: 'X', Selector: '$', Type: 'Text' }] })),
      'Output type: Text is invalid.',
    ],
    ['an output without Type', steps(step('A', { outputs: [{ Name: 'X', Selector: '$' }] })), 'none'],
  ])('answers a step with %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
