import type { TemplateVersionStatus } from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { conflict, invalid } from '../errors.ts';
import { statusChanged } from '../event.ts';
import { requireTemplate, templateKey } from '../templates/record.ts';
import {
  getMajor,
  majorKey,
  requireVersion,
  versionArn,
  versionKey,
  versionKind,
  type VersionName,
  type VersionRecord,
} from './record.ts';

/** What either update operation may change. */
export interface VersionChange {
  status?: TemplateVersionStatus | undefined;
  description?: string | undefined;
  compatibleEnvironmentTemplates?: VersionRecord['compatibleEnvironmentTemplates'];
  supportedComponentSources?: VersionRecord['supportedComponentSources'];
}

/** Changes a version's words and compatibility, and publishes a draft; a version that is published stays so. */
export async function updateTemplateVersion(
  name: VersionName,
  change: VersionChange,
  { store, clock, events }: Pick<Ports, 'store' | 'clock' | 'events'>,
): Promise<VersionRecord> {
  const found = await requireVersion(store, name);
  const { value: before, version: expect } = found;
  checkStatus(before, change.status);
  const { description, compatibleEnvironmentTemplates, supportedComponentSources } = change;
  const isPublication = change.status === 'PUBLISHED' && before.status === 'DRAFT';
  const value: VersionRecord = {
    ...before,
    ...(isPublication && { status: 'PUBLISHED' }),
    ...(description !== undefined && { description }),
    ...(compatibleEnvironmentTemplates && { compatibleEnvironmentTemplates }),
    ...(supportedComponentSources && { supportedComponentSources }),
    lastModifiedAt: clock.now(),
  };
  const recommended = isPublication ? await recommend(found, store) : [];
  await store.write([{ put: { ...versionKey(value), value }, expect }, ...recommended.map(({ write }) => write)]);
  if (isPublication)
    await events.publish(() => [versionEvent(value, before.status), ...templateEvents(value, recommended)]);
  return value;
}

/** `previousStatus` of a version that changed, for the bus. */
export function versionEvent(version: VersionRecord, previousStatus: string, status: string = version.status) {
  const { templateName: name, major, minor } = version;
  const detail = { name, majorVersion: String(major), minorVersion: String(minor) };
  const type = `${version.kind}-template-version` as const;
  return statusChanged({ type, arn: versionArn(version), detail, status, previousStatus });
}

function checkStatus(version: VersionRecord, wanted: TemplateVersionStatus | undefined): void {
  if (wanted === undefined || wanted === version.status) return;
  if (wanted !== 'PUBLISHED')
    throw invalid(`status: ${wanted} cannot be asked for. A draft version can be set to PUBLISHED, nothing else.`);
  if (version.status !== 'DRAFT')
    throw conflict(
      `The ${versionKind(version.kind)} ${versionArn(version)} is ${version.status}: only a DRAFT can be published.`,
    );
}

interface Recommended {
  write: Write;
  /** The template's first published version. */
  isFirst: boolean;
}

/** The changes that make a version the recommended one of its major, and of its template, where it is the highest that is published. */
async function recommend({ value }: Stored<VersionRecord>, store: Ports['store']): Promise<Recommended[]> {
  const { kind, templateName: name, major, minor } = value;
  const template = await requireTemplate(store, kind, { ...value, name });
  const ofMajor = await getMajor(store, template.value, major);
  const changes: Recommended[] = [];
  if (ofMajor && minor >= (ofMajor.value.recommendedMinor ?? 0)) {
    const put = { ...majorKey(template.value, major), value: { ...ofMajor.value, recommendedMinor: minor } };
    changes.push({ write: { put, expect: ofMajor.version }, isFirst: false });
  }
  const { recommendedVersion } = template.value;
  if (recommendedVersion !== undefined && !isHigher(recommendedVersion, value)) return changes;
  const record = { ...template.value, recommendedVersion: `${major}.${minor}` };
  const put = { ...templateKey(kind, value, name), value: record };
  return [...changes, { write: { put, expect: template.version }, isFirst: recommendedVersion === undefined }];
}

function isHigher(recommended: string, { major, minor }: VersionRecord): boolean {
  const [thatMajor = 0, thatMinor = 0] = recommended.split('.').map(Number);
  return major > thatMajor || (major === thatMajor && minor > thatMinor);
}

function templateEvents({ kind, templateName: name, ...version }: VersionRecord, changes: Recommended[]) {
  if (!changes.some(({ isFirst }) => isFirst)) return [];
  const arn = versionArn({ kind, templateName: name, ...version }).replace(/:[^:]*$/, '');
  const type = `${kind}-template` as const;
  return [statusChanged({ type, arn, detail: { name }, status: 'PUBLISHED', previousStatus: 'DRAFT' })];
}
