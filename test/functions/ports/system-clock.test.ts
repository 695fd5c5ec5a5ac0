import { jest } from '@jest/globals';
import { systemClock } from '../../../functions/ports/system-clock.ts';
import { fakeClock } from '../../clock.ts';
import { clockContract } from '../../ports/clock.contract.ts';

describe('systemClock', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1_800_000_000_000 }));
  afterEach(() => void jest.useRealTimers());

  describe('as every clock', () =>
    clockContract(() => ({
      clock: systemClock(),
      pass: (milliseconds) => void jest.advanceTimersByTime(milliseconds),
    })));

  it('notices within a second that the clock was set forward', () => {
    let calls = 0;
    systemClock().wake(Date.now() + 3_600_000, () => calls++);

    jest.setSystemTime(Date.now() + 7_200_000);
    jest.advanceTimersByTime(1000);

    expect(calls).toBe(1);
  });

  it('waits on when the clock was set back', () => {
    let calls = 0;
    systemClock().wake(Date.now() + 1000, () => calls++);

    jest.setSystemTime(Date.now() - 30_000);
    jest.advanceTimersByTime(30_999);
    expect(calls).toBe(0);
    jest.advanceTimersByTime(1);

    expect(calls).toBe(1);
  });

  it.each([7_200_000, -7_200_000])('waits as long as it was told though the clock was set by %d ms', (by) => {
    let calls = 0;
    systemClock().after(5000, () => calls++);

    jest.setSystemTime(Date.now() + by);
    jest.advanceTimersByTime(4999);
    expect(calls).toBe(0);
    jest.advanceTimersByTime(1);

    expect(calls).toBe(1);
  });
});

describe('fakeClock', () => {
  describe('as every clock', () =>
    clockContract(() => {
      const clock = fakeClock();
      return { clock, pass: async (milliseconds) => clock.advance(await Promise.resolve(milliseconds)) };
    }));
});
