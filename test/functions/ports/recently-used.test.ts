import { recentlyUsed } from '../../../functions/ports/recently-used.ts';

describe('recentlyUsed', () => {
  it('keeps the entries used last', () => {
    const kept = recentlyUsed<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    kept.get('a');

    kept.set('c', 3);

    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
  });

  it('forgets what is deleted', () => {
    const kept = recentlyUsed<number>(2);
    kept.set('a', 1);
    kept.delete('a');
    expect(kept.get('a')).toBeUndefined();
  });
});
