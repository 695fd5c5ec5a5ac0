import { said } from './said.ts';

describe('checkRunbook', () => {
  it.each([
    ['nothing wrong', said({}), 'none'],
    [
      'all members',
      said({ description: 'd', assumeRole: '', parameters: {}, variables: {}, outputs: [], files: {} }),
      'none',
    ],
    ['an unknown member', said({ steps: [] }), 'Unknown properties found in the document: ["steps"].'],
    [
      'a template member',
      said({ emergencyChange: true }),
      'Unknown properties found in the document: ["emergencyChange"].',
    ],
    ['a description that is a list', said({ description: [] }), '"description" should be a string.'],
    ['no mainSteps', said({ mainSteps: undefined }), 'Missing "mainSteps" in the document.'],
    ['empty mainSteps', said({ mainSteps: [] }), '"mainSteps" should be a list of steps.'],
    ['mainSteps that are a map', said({ mainSteps: {} }), '"mainSteps" should be a list of steps.'],
  ])('answers %s', (_, message, expected) => {
    expect(message).toBe(expected);
  });
});
