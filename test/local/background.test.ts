import { background } from '../../local/background.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Keeps the event loop busy, as work does. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) continue;
}

describe('background', () => {
  it('answers with what each call answers, in the order they came', async () => {
    const whenQuiet = background(1);
    const begun: number[] = [];
    const calls = Array.from({ length: 200 }, (_, at) =>
      whenQuiet(async () => {
        begun.push(at);
        return at * 2;
      }),
    );

    expect(await Promise.all(calls)).toEqual(Array.from({ length: 200 }, (_, at) => at * 2));

    expect(begun).toEqual(Array.from({ length: 200 }, (_, at) => at));
  });

  it('hands on what a call throws, and goes on', async () => {
    const whenQuiet = background(1);
    const lost = whenQuiet(() => Promise.reject(new Error('lost')));
    const kept = whenQuiet(async () => 'kept');

    await expect(lost).rejects.toThrow('lost');
    expect(await kept).toBe('kept');
  });

  it('lets others in between once its slice is over', async () => {
    const whenQuiet = background(1);
    let begun = 0;
    const calls = Array.from({ length: 10 }, () =>
      whenQuiet(async () => {
        begun += 1;
        work(2);
      }),
    );
    const seen: number[] = [];
    while (begun < 10) {
      await turn();
      seen.push(begun);
    }
    await Promise.all(calls);

    expect(new Set(seen).size).toBeGreaterThanOrEqual(10);
  });

  it('begins every call once after slices that were over early', async () => {
    const whenQuiet = background(1);
    const begun: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const calls = Array.from({ length: 10 }, (_, at) =>
        whenQuiet(async () => {
          begun.push(`${round}/${at}`);
          if (at === 0) work(2);
        }),
      );
      await Promise.all(calls);
      await turn();
    }

    expect(begun).toEqual(Array.from({ length: 200 }, (_, at) => `${Math.floor(at / 10)}/${at % 10}`));
  });

  it('begins many short calls in one slice', async () => {
    const whenQuiet = background(1000);
    let begun = 0;
    const calls = Array.from({ length: 60 }, () => whenQuiet(async () => void (begun += 1)));

    await turn();
    await turn();

    expect(begun).toBe(60);
    await Promise.all(calls);
  });
});
