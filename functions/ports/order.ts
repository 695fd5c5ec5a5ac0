/** The place of a moment (epoch milliseconds) among all records of one kind: 16 digits of microseconds. */
export const orderOf = (time: number): string => String(time * 1000).padStart(16, '0');

let lastOrder = 0;

/** The next place: the time in microseconds, later than the others this process gave in the same millisecond, and within it. */
export function nextOrder(now: number): string {
  const first = now * 1000;
  const isSame = lastOrder >= first && lastOrder <= first + 999;
  lastOrder = isSame ? Math.min(lastOrder + 1, first + 999) : first;
  return String(lastOrder).padStart(16, '0');
}
