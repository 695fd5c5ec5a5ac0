import { StatesError } from '../../../local/states/states-error.ts';

describe('StatesError', () => {
  it('keeps as much of an Error and Cause as Step Functions takes', () => {
    const { error, reason } = new StatesError('e'.repeat(300), 'c'.repeat(40_000));
    expect([error?.length, reason?.length]).toEqual([256, 32_768]);
  });
});
