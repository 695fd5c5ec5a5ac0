import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { keyNames, toItem } from '../../functions/ports/aws/dynamodb-item.ts';
import type { IndexName, Item } from '../../functions/ports/store.ts';

/** What stands in an index besides its keys and the table's: everything, nothing, or some attributes. */
export type Projections = Record<string, 'ALL' | string[]>;

type Attributes = Record<string, AttributeValue>;

/** The item that the store writes for a record; versions and names of writes are as long as real ones. */
export const itemOf = (record: Item, version: number): Attributes =>
  toItem(record, { version, json: JSON.stringify(record.value), written: `${String(version).padStart(36, '0')}` });

/** The bytes of an item: names and values in UTF-8; a number takes a byte for two digits and one more. */
function bytesOf(item: Attributes): number {
  const sizes = Object.entries(item).map(
    ([name, { S, N = '' }]) =>
      Buffer.byteLength(name) + (S === undefined ? Math.ceil(N.length / 2) + 1 : Buffer.byteLength(S)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const kilobytes = (item: Attributes): number => Math.max(1, Math.ceil(bytesOf(item) / 1024));

/**
 * The write request units of one change of an item, those of its indexes with it: one for each KB; an index takes none where nothing in it changes,
 * and two writes where its key does. `before` and `after` are undefined where there is no item.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
 */
export function writeUnits(
  before: Attributes | undefined,
  after: Attributes | undefined,
  projections: Projections,
): number {
  const table = Math.max(1, ...[before, after].map((item) => (item ? kilobytes(item) : 1)));
  const indexes = Object.entries(projections).map(([name, projection]) => {
    const old = before && projected(before, name as IndexName, projection);
    return indexUnits(old, after && projected(after, name as IndexName, projection), name as IndexName);
  });
  return indexes.reduce((sum, units) => sum + units, table);
}

function indexUnits(before: Attributes | undefined, after: Attributes | undefined, name: IndexName): number {
  if (!before || !after) return [before, after].reduce((sum, item) => sum + (item ? kilobytes(item) : 0), 0);
  const { partition, sort } = keyNames(name);
  const isMoved = [partition, sort].some((key) => before[key]?.S !== after[key]?.S);
  if (isMoved) return kilobytes(before) + kilobytes(after);
  return JSON.stringify(before) === JSON.stringify(after) ? 0 : Math.max(kilobytes(before), kilobytes(after));
}

function projected(item: Attributes, name: IndexName, projection: 'ALL' | string[]): Attributes | undefined {
  const { partition, sort } = keyNames(name);
  if (!item[partition]) return undefined;
  if (projection === 'ALL') return item;
  const kept = new Set(['pk', 'sk', partition, sort, ...projection]);
  return Object.fromEntries(Object.entries(item).filter(([attribute]) => kept.has(attribute)));
}

/** The read request units of items that are read at once: one for each 4 KB, half of it where the answer may lag behind. */
export const readUnits = (items: Attributes[], isConsistent: boolean): number =>
  Math.max(1, Math.ceil(items.reduce((sum, item) => sum + bytesOf(item), 0) / 4096)) * (isConsistent ? 1 : 0.5);
