import type { ServiceTemplateVersionSummary } from '@aws-sdk/client-proton';
import { allPages } from '../../clients/all-pages.ts';
import { mapAtOnce } from '../../clients/at-once.ts';

/** A version of a template that can be deployed. */
export interface Version {
  name: string;
  major: number;
  minor: number;
  isPublished: boolean;
  description: string;
}

/** Whose template it is. */
export type TemplateKind = 'environment' | 'service';

/** How far something is behind: the published versions after its own, by name, oldest first. */
export interface Behind {
  /** Later minor versions of its own major version. */
  minors: string[];
  /** Later major versions, and all that was published of them. */
  majors: string[];
  laterMajors: number[];
}

/** The major and minor number of `1.2`; NaN where there is none. */
export function numbersOf(name: string): [number, number] {
  const [major = '', minor = ''] = name.split('.');
  return [Number.parseInt(major, 10), Number.parseInt(minor, 10)];
}

/** All versions of a template that can be deployed, the oldest first. */
export async function loadVersions(kind: TemplateKind, templateName: string): Promise<Version[]> {
  const api = await import('../../clients/proton.ts');
  const list = kind === 'environment' ? api.listEnvironmentTemplateVersions : api.listServiceTemplateVersions;
  const all = (majorVersion?: string) =>
    allPages(
      (nextToken) => list({ templateName, ...(majorVersion !== undefined && { majorVersion }), nextToken }),
      ({ templateVersions }) => templateVersions,
    );
  const majors = await all();
  const found = await mapAtOnce(majors, ({ majorVersion }) => all(majorVersion));
  return found
    .flat()
    .filter(({ status }) => status === 'PUBLISHED' || status === 'DRAFT')
    .map(versionOf)
    .sort((one, other) => one.major - other.major || one.minor - other.minor);
}

const versionOf = ({ majorVersion, minorVersion, status, description }: ServiceTemplateVersionSummary): Version => ({
  name: `${majorVersion}.${minorVersion}`,
  major: Number(majorVersion),
  minor: Number(minorVersion),
  isPublished: status === 'PUBLISHED',
  description: description ?? '',
});

/** How far a version is behind those that are published; undefined where it is not. */
export function behindOf(name: string, versions: Version[]): Behind | undefined {
  const [major, minor] = numbersOf(name);
  const published = versions.filter(({ isPublished }) => isPublished);
  const minors = published.filter((one) => one.major === major && one.minor > minor);
  const later = published.filter((one) => one.major > major);
  if (minors.length + later.length === 0) return undefined;
  return {
    minors: minors.map((one) => one.name),
    majors: later.map((one) => one.name),
    laterMajors: [...new Set(later.map((one) => one.major))],
  };
}

/** The names of the versions between, the oldest first. */
export const namesOf = ({ minors, majors }: Behind): string[] => [...minors, ...majors];

/** In words: `1 major and 2 minor versions behind`. */
export function behindText({ minors, laterMajors }: Behind): string {
  const parts = [
    laterMajors.length > 0 ? `${laterMajors.length} major` : '',
    minors.length > 0 ? `${minors.length} minor` : '',
  ].filter((part) => part !== '');
  const last = laterMajors.length > 0 && minors.length > 0 ? minors.length : laterMajors.length + minors.length;
  return `${parts.join(' and ')} version${last === 1 ? '' : 's'} behind`;
}
