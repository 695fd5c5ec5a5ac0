import { memoize } from '../../../functions/api/memoize.ts';

describe('memoize', () => {
  it('makes once for each text, forgets the oldest, and does not keep long texts', () => {
    const made: string[] = [];
    const remember = memoize((text) => made.push(text.slice(0, 1)), 2);

    ['a', 'b', 'a', 'c', 'a', 'c', 'x'.repeat(1001), 'x'.repeat(1001), 'c'].forEach(remember);

    expect(made).toEqual(['a', 'b', 'c', 'a', 'x', 'x']);
  });
});
