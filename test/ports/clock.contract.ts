import type { Clock } from '../../functions/ports/clock.ts';

/** A clock under test; `pass` lets the given milliseconds go by. */
export interface ClockUnderTest {
  clock: Clock;
  pass: (milliseconds: number) => Promise<void> | void;
}

/** What every implementation of the clock port does. */
export function clockContract(make: () => ClockUnderTest): void {
  const day = 86_400_000;

  it('calls once when the time is reached and not before', async () => {
    const { clock, pass } = make();
    const calls: number[] = [];
    const at = clock.now() + 5000;
    clock.wake(at, () => calls.push(clock.now()));

    await pass(4999);
    expect(calls).toEqual([]);
    await pass(1);
    await pass(200_000);

    expect(calls).toEqual([at]);
  });

  it('calls for a time that is past, though not before wake returned', async () => {
    const { clock, pass } = make();
    let returned = false;
    const seen: boolean[] = [];
    clock.wake(clock.now() - 1000, () => seen.push(returned));
    returned = true;

    await pass(1);

    expect(seen).toEqual([true]);
  });

  it('reaches beyond the 24.8 days that setTimeout knows', async () => {
    const { clock, pass } = make();
    let calls = 0;
    clock.wake(clock.now() + 40 * day, () => calls++);

    await pass(40 * day - 1);
    expect(calls).toBe(0);
    await pass(1);

    expect(calls).toBe(1);
  });

  it('does not call what was cancelled, and cancels twice without harm', async () => {
    const { clock, pass } = make();
    let calls = 0;
    const cancel = clock.wake(clock.now() + 10, () => calls++);
    const late = clock.wake(clock.now() + 90_000, () => calls++);

    cancel();
    cancel();
    await pass(70_000);
    late();
    await pass(70_000);

    expect(calls).toBe(0);
  });

  it('calls after so many milliseconds, also beyond 24.8 days, and not where that was cancelled', async () => {
    const { clock, pass } = make();
    const calls: string[] = [];
    clock.after(5000, () => calls.push('five seconds'));
    clock.after(60 * day, () => calls.push('sixty days'));
    const cancel = clock.after(50 * day, () => calls.push('none'));

    await pass(4999);
    expect(calls).toEqual([]);
    await pass(1);
    expect(calls).toEqual(['five seconds']);
    await pass(40 * day);
    cancel();
    await pass(20 * day - 5001);
    expect(calls).toEqual(['five seconds']);
    await pass(1);

    expect(calls).toEqual(['five seconds', 'sixty days']);
  });

  it('calls many in the order of their times', async () => {
    const { clock, pass } = make();
    const calls: number[] = [];
    const start = clock.now();
    for (const after of [300, 100, 200]) clock.wake(start + after, () => calls.push(after));

    await pass(1000);

    expect(calls).toEqual([100, 200, 300]);
  });
}
