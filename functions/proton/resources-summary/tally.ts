import type { ResourceCountsSummary } from '@aws-sdk/client-proton';
import { type Age, ages } from '../template-versions/age.ts';

/** The farthest behind of several. */
export const oldest = (of: Age[]): Age => ages.findLast((age) => of.includes(age)) ?? 'UP_TO_DATE';

/** How many there are, how many of them failed, and how many are up to date or behind. */
export function tally(all: { status: string; age: Age }[]): ResourceCountsSummary {
  const of = (wanted: Age): number => all.filter(({ age }) => age === wanted).length;
  return {
    total: all.length,
    failed: all.filter(({ status }) => status.includes('FAILED')).length,
    upToDate: of('UP_TO_DATE'),
    behindMinor: of('BEHIND_MINOR'),
    behindMajor: of('BEHIND_MAJOR'),
  };
}
