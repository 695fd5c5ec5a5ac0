import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored, Write } from '../../ports/store.ts';
import { removeBundle } from '../bundles/stored-bundle.ts';
import { conflict } from '../errors.ts';
import { removeTags } from '../tags/record.ts';
import { requireTemplate, templateKey, type TemplateRecord } from '../templates/record.ts';
import { userOf } from '../uses.ts';
import {
  getMajor,
  getVersion,
  majorKey,
  minorsPrefix,
  versionArn,
  versionKey,
  versionKind,
  versionPrefix,
  versionsPartition,
  type VersionName,
  type VersionRecord,
} from './record.ts';
import { versionEvent } from './update-template-version.ts';

/** Deletes a version that nobody is on and nobody is sent to; undefined where there is none, which is as good. */
export async function deleteTemplateVersion(
  name: VersionName,
  { store, objects, events }: Pick<Ports, 'store' | 'objects' | 'events'>,
): Promise<VersionRecord | undefined> {
  const found = await getVersion(store, name);
  if (!found) return undefined;
  const { value: version } = found;
  const key = versionKey(version);
  const user = await userOf(store, key);
  const arn = versionArn(version);
  const refused = (reason: string) => conflict(`The ${versionKind(name.kind)} ${arn} cannot be deleted: ${reason}.`);
  if (user !== undefined) throw refused(`${user} uses it`);
  const change = await withoutVersion(version, store);
  if (!change) throw refused('it is the recommended version. Publish a later one or delete the other versions first');
  await store.write([{ remove: key, expect: found.version }, ...change, ...(await removeTags(store, arn))]);
  await removeBundle(objects, version.id);
  await events.publish(() => [versionEvent(version, version.status, 'DELETED')]);
  return version;
}

/** What changes of the template and the major; undefined where the version is recommended among others. */
async function withoutVersion(version: VersionRecord, store: Store): Promise<Write[] | undefined> {
  const { kind, templateName: name, major, minor } = version;
  const template = await requireTemplate(store, kind, { ...version, name });
  const partition = versionsPartition(template.value);
  const isLast = async (prefix: string) => (await store.list({ partition, prefix, limit: 2 })).items.length < 2;
  const [isLastMinor, isLastVersion] = await Promise.all([isLast(minorsPrefix(major)), isLast(versionPrefix)]);
  const ofMajor = await getMajor(store, template.value, major);
  const isRecommended = template.value.recommendedVersion === `${major}.${minor}`;
  if (isRecommended && !isLastVersion) return undefined;
  if (ofMajor?.value.recommendedMinor === minor && !isLastMinor) return undefined;
  const majorChange: Write[] =
    ofMajor && isLastMinor ? [{ remove: majorKey(template.value, major), expect: ofMajor.version }] : [];
  return [...majorChange, ...(isRecommended ? [unrecommended(template)] : [])];
}

function unrecommended({ value, version }: Stored<TemplateRecord>): Write {
  const record = { ...value };
  delete record.recommendedVersion;
  return { put: { ...templateKey(value.kind, value, value.name), value: record }, expect: version };
}
