import type { Goal } from '../deployments/record.ts';

/** How a version that is deployed stands to the one that its template recommends, the newest first. */
export const ages = ['UP_TO_DATE', 'BEHIND_MINOR', 'BEHIND_MAJOR'] as const;
export type Age = (typeof ages)[number];

/** `recommended` is `major.minor`; nothing is behind where nothing is recommended. */
export function ageOf({ major, minor }: Pick<Goal, 'major' | 'minor'>, recommended: string | undefined): Age {
  const [newestMajor = 0, newestMinor = 0] = recommended?.split('.').map(Number) ?? [];
  if (major < newestMajor) return 'BEHIND_MAJOR';
  return major === newestMajor && minor < newestMinor ? 'BEHIND_MINOR' : 'UP_TO_DATE';
}
