const longest = 60;

/** In how many seconds to look again after so many looks: soon at first, then less and less often. */
export const lookAfter = (looks: number): number => Math.min(longest, Math.ceil(2 * 1.5 ** looks));
