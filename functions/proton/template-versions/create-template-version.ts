import type { CompatibleEnvironmentTemplate, S3ObjectSource, Tag } from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored, Write } from '../../ports/store.ts';
import { clientTokenOf } from '../client-token.ts';
import { invalid, required } from '../errors.ts';
import { checkQuota } from '../quota.ts';
import { openAt } from '../open-work.ts';
import type { Place } from '../place.ts';
import { putTags } from '../tags/record.ts';
import { requireTemplate, templateKey, type TemplateKind, type TemplateRecord } from '../templates/record.ts';
import { startRegistration } from './register.ts';
import {
  getMajor,
  majorArn,
  majorKey,
  type MajorRecord,
  requireMajor,
  versionArn,
  versionKey,
  versionPrefix,
  type VersionRecord,
  versionsPartition,
} from './record.ts';

/** What either create operation is given. */
export interface CreateTemplateVersion {
  templateName: string | undefined;
  clientToken?: string | undefined;
  description?: string | undefined;
  majorVersion?: string | undefined;
  source: { s3?: S3ObjectSource } | undefined;
  compatibleEnvironmentTemplates?: CompatibleEnvironmentTemplate[] | undefined;
  supportedComponentSources?: 'DIRECTLY_DEFINED'[] | undefined;
  tags?: Tag[] | undefined;
}

interface Needs extends Pick<Ports, 'store' | 'clock' | 'ids' | 'workflows'> {
  caller: Place;
  /** What is written along with it. */
  together?: (version: VersionRecord) => Write[];
}

/** Gives the next number, a new major unless one is named, and begins the registration of the bundle. */
export async function createTemplateVersion(
  kind: TemplateKind,
  input: CreateTemplateVersion,
  ports: Needs,
): Promise<VersionRecord> {
  const { store } = ports;
  const token = await clientTokenOf(`${kind}-template-version`, input, ports);
  const before = token.made && (await store.get<VersionRecord>(token.made));
  if (before) return before.value;
  const { account, region } = ports.caller;
  const template = await requireTemplate(store, kind, { account, region, name: input.templateName ?? '' });
  await checkCompatible(input, ports);
  const versions = { partition: versionsPartition(template.value), prefix: versionPrefix };
  await checkQuota(store, 'versions of a template', versions);
  const { major, minor, writes } = await nextNumber(store, template, input.majorVersion);
  const version = newVersion(template.value, input, { id: ports.ids.uuid(), now: ports.clock.now(), major, minor });
  const key = versionKey(version);
  const kept = store.write([
    { put: { ...key, value: version, indexes: openAt('registration', version.id) }, expect: 0 },
    ...writes,
    ...token.keep(key),
    ...putTags(versionArn(version), input.tags ?? []),
    ...(ports.together?.(version) ?? []),
  ]);
  await startRegistration(ports, version, kept);
  return version;
}

function newVersion(
  { kind, name: templateName, account, region, provisioning }: TemplateRecord,
  { description, source, compatibleEnvironmentTemplates, supportedComponentSources }: CreateTemplateVersion,
  { id, now, major, minor }: { id: string; now: number; major: number; minor: number },
): VersionRecord {
  const { bucket, key } = source?.s3 ?? {};
  if (!bucket || !key) throw invalid('source: exactly one member is needed, s3 with bucket and key.');
  return {
    id,
    kind,
    templateName,
    account,
    region,
    isCustomerManaged: provisioning === 'CUSTOMER_MANAGED',
    major,
    minor,
    status: 'REGISTRATION_IN_PROGRESS',
    ...(description !== undefined && { description }),
    source: { bucket, key },
    ...(compatibleEnvironmentTemplates && { compatibleEnvironmentTemplates }),
    ...(supportedComponentSources && { supportedComponentSources }),
    createdAt: now,
    lastModifiedAt: now,
  };
}

/** The number after the highest ever given, and the changes that give it. */
async function nextNumber(
  store: Store,
  template: Stored<TemplateRecord>,
  majorVersion: string | undefined,
): Promise<{ major: number; minor: number; writes: Write[] }> {
  const { value } = template;
  if (majorVersion === undefined) {
    const major = value.lastMajor + 1;
    const record: MajorRecord = { major, lastMinor: 0 };
    const put = { ...templateKey(value.kind, value, value.name), value: { ...value, lastMajor: major } };
    const writes = [
      { put: { ...majorKey(value, major), value: record }, expect: 0 },
      { put, expect: template.version },
    ];
    return { major, minor: 0, writes };
  }
  const found = await requireMajor(store, value, majorVersion);
  const { major, lastMinor } = found.value;
  const record: MajorRecord = { ...found.value, lastMinor: lastMinor + 1 };
  const writes = [{ put: { ...majorKey(value, major), value: record }, expect: found.version }];
  return { major, minor: lastMinor + 1, writes };
}

/** Throws ResourceNotFoundException where one of them is no major of an environment template. */
export async function checkCompatible(
  { compatibleEnvironmentTemplates = [] }: Pick<CreateTemplateVersion, 'compatibleEnvironmentTemplates'>,
  { store, caller: { account, region } }: Pick<Needs, 'store' | 'caller'>,
): Promise<void> {
  for (const { templateName = '', majorVersion = '' } of compatibleEnvironmentTemplates) {
    const template = { account, region, kind: 'environment' as const, name: templateName };
    const found = await getMajor(store, template, majorVersion);
    required(found, 'compatible environment template', majorArn(template, majorVersion));
  }
}
