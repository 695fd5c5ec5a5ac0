import type { CompatibleEnvironmentTemplate, TemplateVersionStatus } from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { required } from '../errors.ts';
import { partitionOf, type Place } from '../place.ts';
import { templateArn, type TemplateKind } from '../templates/record.ts';

/** How the files of a part of a bundle become real. `none`: there is nothing to provision. */
export type Engine = 'cloudformation' | 'codebuild' | 'terraform' | 'none';

/** A part of a bundle, and the type of the schema that its inputs have. */
export interface Part {
  engine: Engine;
  inputType: string;
}

/** The parts of a registered bundle: `main` is the environment's or the service instances'. */
export interface Parts {
  main: Part;
  pipeline?: Part;
}

/** A version of a template of either kind as stored; its bundle and schema are objects. Times are epoch milliseconds. */
export interface VersionRecord extends Place {
  /** Its own, never given again: what was made of a deleted version does not mix with another of the same number. */
  id: string;
  kind: TemplateKind;
  templateName: string;
  /** Whether the template's `provisioning` is CUSTOMER_MANAGED. */
  isCustomerManaged: boolean;
  major: number;
  minor: number;
  status: TemplateVersionStatus;
  statusMessage?: string;
  description?: string;
  source: { bucket: string; key: string };
  compatibleEnvironmentTemplates?: CompatibleEnvironmentTemplate[];
  supportedComponentSources?: 'DIRECTLY_DEFINED'[];
  /** Once it is registered. */
  parts?: Parts;
  createdAt: number;
  lastModifiedAt: number;
}

/** What the minors of a major have in common. */
export interface MajorRecord {
  major: number;
  /** The highest minor ever given. */
  lastMinor: number;
  recommendedMinor?: number;
}

/** A version as an API call names it. */
export interface VersionName extends Place {
  kind: TemplateKind;
  templateName: string;
  major: string;
  minor: string;
}

/** The partition of a template's majors and versions, each in the order of their numbers. */
export const versionsPartition = ({ kind, name, ...place }: Place & { kind: TemplateKind; name: string }): string =>
  partitionOf(`${kind}-template-version`, { account: place.account, region: place.region }, name);

export const versionPrefix = 'version#';
export const majorPrefix = 'major#';

/** As long as the contract lets a number be. */
const padded = (number: number | string): string => String(number).padStart(20, '0');

/** What the sort keys of the versions of a major begin with. */
export const minorsPrefix = (major: number | string): string => `${versionPrefix}${padded(major)}.`;

export const versionKey = ({
  kind,
  templateName,
  major,
  minor,
  ...place
}: Place & Pick<VersionRecord, 'kind' | 'templateName'> & Record<'major' | 'minor', number | string>): Key => ({
  partition: versionsPartition({ ...place, kind, name: templateName }),
  sort: `${minorsPrefix(major)}${padded(minor)}`,
});

export const majorKey = (template: Place & { kind: TemplateKind; name: string }, major: number | string): Key => ({
  partition: versionsPartition(template),
  sort: `${majorPrefix}${padded(major)}`,
});

/** The words that name a version of a kind in messages and events. */
export const versionKind = (kind: TemplateKind) => `${kind} template version` as const;

export const versionArn = ({
  kind,
  templateName,
  major,
  minor,
  ...place
}: Omit<VersionName, 'major' | 'minor'> & Record<'major' | 'minor', number | string>): string =>
  `${templateArn(kind, place, templateName)}:${major}.${minor}`;

export const getVersion = (store: Store, name: VersionName): Promise<Stored<VersionRecord> | undefined> =>
  store.get<VersionRecord>(versionKey(name));

/** The version, or ResourceNotFoundException. */
export const requireVersion = async (store: Store, name: VersionName): Promise<Stored<VersionRecord>> =>
  required(await getVersion(store, name), versionKind(name.kind), versionArn(name));

/** The major of a template, or undefined. */
export const getMajor = (
  store: Store,
  template: Place & { kind: TemplateKind; name: string },
  major: number | string,
): Promise<Stored<MajorRecord> | undefined> => store.get<MajorRecord>(majorKey(template, major));

export const majorArn = (
  { kind, name, ...place }: Place & { kind: TemplateKind; name: string },
  major: number | string,
) => `${templateArn(kind, place, name)}:${major}`;

/** The major of a template, or ResourceNotFoundException. */
export const requireMajor = async (
  store: Store,
  template: Place & { kind: TemplateKind; name: string },
  major: number | string,
): Promise<Stored<MajorRecord>> =>
  required(
    await getMajor(store, template, major),
    `major version of the ${template.kind} template`,
    majorArn(template, major),
  );

/** How an API call's input names a version. */
export const versionName = (
  kind: TemplateKind,
  input: { templateName: string | undefined; majorVersion: string | undefined; minorVersion: string | undefined },
  { account, region }: Place,
): VersionName => ({
  account,
  region,
  kind,
  templateName: input.templateName ?? '',
  major: input.majorVersion ?? '',
  minor: input.minorVersion ?? '',
});
