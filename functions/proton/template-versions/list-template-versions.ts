import type { Caller } from '../../api/action.ts';
import type { Store } from '../../ports/store.ts';
import { listed, type Paging } from '../listing.ts';
import { requireTemplate, type TemplateKind, type TemplateRecord } from '../templates/record.ts';
import {
  type MajorRecord,
  majorPrefix,
  minorsPrefix,
  versionKey,
  type VersionRecord,
  versionsPartition,
} from './record.ts';

/** A version and the minor that is recommended in its major. */
export interface ListedVersion {
  version: VersionRecord;
  recommendedMinor: number | undefined;
}

interface ListTemplateVersions extends Paging {
  templateName: string | undefined;
  majorVersion?: string | undefined;
}

/** One page of a template's versions: all of a major or, without one, each major's recommended version or else its latest. */
export async function listTemplateVersions(
  kind: TemplateKind,
  input: ListTemplateVersions,
  { store, caller: { account, region } }: { store: Store; caller: Caller },
): Promise<{ values: ListedVersion[]; nextToken?: string }> {
  const { templateName: name = '', majorVersion } = input;
  const template = (await requireTemplate(store, kind, { account, region, name })).value;
  const partition = versionsPartition(template);
  const shape = ['template-versions', partition, majorVersion ?? ''];
  if (majorVersion === undefined) {
    const majors = await listed<MajorRecord>(store, { partition, prefix: majorPrefix, shape }, input);
    const values = await Promise.all(majors.values.map((major) => shownOf(template, major, store)));
    return { ...majors, values: values.filter((value) => value !== undefined) };
  }
  const page = await listed<VersionRecord>(store, { partition, prefix: minorsPrefix(majorVersion), shape }, input);
  const major = page.values.length > 0 ? await majorOf(store, partition, majorVersion) : undefined;
  return { ...page, values: page.values.map((version) => ({ version, recommendedMinor: major?.recommendedMinor })) };
}

async function majorOf(store: Store, partition: string, major: string): Promise<MajorRecord | undefined> {
  const sort = `${majorPrefix}${major.padStart(20, '0')}`;
  return (await store.get<MajorRecord>({ partition, sort }))?.value;
}

async function shownOf(
  template: TemplateRecord,
  { major, recommendedMinor }: MajorRecord,
  store: Store,
): Promise<ListedVersion | undefined> {
  if (recommendedMinor !== undefined) {
    const key = versionKey({ ...template, templateName: template.name, major, minor: recommendedMinor });
    const version = (await store.get<VersionRecord>(key))?.value;
    if (version) return { version, recommendedMinor };
  }
  const latest = { partition: versionsPartition(template), prefix: minorsPrefix(major), descending: true, limit: 1 };
  const version = (await store.list<VersionRecord>(latest)).items[0]?.value;
  return version && { version, recommendedMinor };
}
