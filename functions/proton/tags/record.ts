import type { Tag } from '@aws-sdk/client-proton';
import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { invalid } from '../errors.ts';

/** The tags that a customer gave a resource. */
export interface TagsRecord {
  tags: Tag[];
}

/** A resource has at most so many. */
const mostTags = 50;

const keyOf = (arn: string): Key => ({ partition: `proton#tags#${arn}`, sort: 'tags' });

export const getTags = (store: Store, arn: string): Promise<Stored<TagsRecord> | undefined> =>
  store.get<TagsRecord>(keyOf(arn));

/** The change that gives a resource these tags and no others; `before` is what it had. Throws ValidationException. */
export function putTags(arn: string, tags: Tag[], before?: Stored<TagsRecord>): Write[] {
  if (tags.length === 0 && !before) return [];
  if (tags.length === 0 && before) return [{ remove: keyOf(arn), expect: before.version }];
  checkTags(tags);
  return [{ put: { ...keyOf(arn), value: { tags } }, expect: before?.version ?? 0 }];
}

/** The change that gives a new part of a resource the resource's tags, those that it has not. */
export async function inheritTags(store: Store, from: string, to: string): Promise<Write[]> {
  const [parent, own] = await Promise.all([getTags(store, from), getTags(store, to)]);
  const before = own?.value.tags ?? [];
  const known = new Set(before.map(({ key }) => key));
  const added = parent?.value.tags.filter(({ key }) => !known.has(key)) ?? [];
  return added.length === 0 ? [] : putTags(to, [...before, ...added].slice(0, mostTags), own);
}

/** The change that goes with the deletion of a resource. */
export async function removeTags(store: Store, arn: string): Promise<Write[]> {
  const before = await getTags(store, arn);
  return putTags(arn, [], before);
}

function checkTags(tags: Tag[]): void {
  const keys = tags.map(({ key = '' }) => key);
  const reserved = keys.find((key) => /^aws:/i.test(key));
  if (reserved !== undefined)
    throw invalid(`Tag key ${reserved} is not valid: keys that begin with aws: are reserved.`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`Tag key ${twice} is given twice.`);
  if (keys.length > mostTags) throw invalid(`A resource can have at most ${mostTags} tags.`);
}
