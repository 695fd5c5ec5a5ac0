import { outputsIn } from '../../../functions/ports/told-outputs.ts';

describe('outputs', () => {
  it.each([
    [[{ key: 'a', valueString: '1' }, { key: 2 }, 'x'], [{ key: 'a', valueString: '1' }]],
    [
      { a: 1, b: ['x'] },
      [
        { key: 'a', valueString: '1' },
        { key: 'b', valueString: '["x"]' },
      ],
    ],
    [{ vpc: { sensitive: false, type: 'string', value: 'vpc-1' } }, [{ key: 'vpc', valueString: 'vpc-1' }]],
    [
      { MyStack: { Url: 'https://x', Count: 2 } },
      [
        { key: 'Url', valueString: 'https://x' },
        { key: 'Count', valueString: '2' },
      ],
    ],
    ['text', []],
    [null, []],
  ])('are found in %j', (told, expected) => {
    expect(outputsIn(told)).toEqual(expected);
  });
});
