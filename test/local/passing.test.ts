import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PassingMap, PassingSet } from '../../local/passing.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { type: 'major' | 'minor' }) => void;

/** What stays in memory of 20 MB that came and went, in MB, before all memory is gone through. */
function leftOf(map: { set(key: number, value: unknown): unknown; delete(key: number): unknown }): number {
  collect({ type: 'major' });
  const before = getHeapStatistics().used_heap_size;
  for (let number = 0; number < 20_000; number++) {
    map.set(number, Array(125).fill(number));
    map.delete(number - 10);
    if (number % 1000 === 999) collect({ type: 'minor' });
  }
  return (getHeapStatistics().used_heap_size - before) / 1e6;
}

describe('a map for what comes and goes', () => {
  it('lets go at once what has gone, which a Map of the language does not', () => {
    expect(leftOf(new PassingMap())).toBeLessThan(4);
    expect(leftOf(new Map())).toBeGreaterThan(10);
  });

  it('has what came and has not gone, in the order in which it came', () => {
    const map = new PassingMap<number, string>();
    for (let number = 0; number < 100; number++) {
      map.set(number, `v${number}`);
      if (number % 10) map.delete(number);
    }
    map.delete(1234);

    expect(map.size).toBe(10);
    expect(map.get(30)).toBe('v30');
    expect(map.get(31)).toBeUndefined();
    expect([...map.keys()]).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect([...map.values()].slice(0, 2)).toEqual(['v0', 'v10']);
    expect([...map].slice(-1)).toEqual([[90, 'v90']]);
  });
});

describe('a set for what comes and goes', () => {
  it('has what came and has not gone, in the order in which it came', () => {
    const set = new PassingSet<number>();
    for (let number = 0; number < 100; number++) {
      set.add(number);
      set.add(0);
      if (number % 25) set.delete(number);
    }

    expect(set.size).toBe(4);
    expect([...set]).toEqual([0, 25, 50, 75]);
  });
});
