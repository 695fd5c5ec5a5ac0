import { RecordTooLarge, type Key, type Write } from './store.ts';

/**
 * What every store refuses because DynamoDB does, so that whatever works embedded works in an account.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const partitionBytes = 2048;
const sortBytes = 1024;
const changes = 100;
const writeBytes = 4_000_000;
/** DynamoDB refuses an item of 400 KB; the rest is room for its keys and attribute names. */
const valueBytes = 380_000;

/** The record that a change is about. */
export const keyOf = (change: Write): Key =>
  'put' in change ? change.put : 'remove' in change ? change.remove : change.check;

/** A key in words, for messages. */
export const nameOf = ({ partition, sort }: Key): string => `${partition} / ${sort}`;

/** The values of a write's puts as JSON, by place; throws where the write is beyond what every store takes. */
export function valuesOf(write: Write[]): (string | undefined)[] {
  if (write.length > changes) throw new RecordTooLarge(`A write of ${write.length} changes; at most ${changes}`);
  refuseTwice(write);
  let total = 0;
  return write.map((change) => {
    const key = keyOf(change);
    refuseKey(key);
    if (!('put' in change)) return undefined;
    for (const place of Object.values(change.put.indexes ?? {})) refuseKey(place);
    const json = JSON.stringify(change.put.value);
    total += refuseSize(json, key);
    if (total > writeBytes) throw new RecordTooLarge(`A write of more than ${writeBytes} bytes with ${nameOf(key)}`);
    return json;
  });
}

function refuseTwice(write: Write[]): void {
  if (write.length < 2) return;
  const seen = new Set<string>();
  for (const change of write) {
    const { partition, sort } = keyOf(change);
    const name = `${partition.length}:${partition}${sort}`;
    if (seen.has(name)) throw new Error(`A write changes ${nameOf({ partition, sort })} twice`);
    seen.add(name);
  }
}

function refuseKey(key: Key): void {
  const { partition, sort } = key;
  if (!partition || !sort) throw new Error(`A key must not be empty: ${nameOf(key)}`);
  if (!partition.isWellFormed() || !sort.isWellFormed()) throw new Error(`A key must be Unicode: ${nameOf(key)}`);
  if (isLonger(partition, partitionBytes) || isLonger(sort, sortBytes))
    throw new RecordTooLarge(`A key of more than ${partitionBytes} and ${sortBytes} bytes: ${nameOf(key)}`);
}

function refuseSize(json: string, key: Key): number {
  if (isLonger(json, valueBytes))
    throw new RecordTooLarge(`A record of ${Buffer.byteLength(json)} bytes, at most ${valueBytes}: ${nameOf(key)}`);
  return json.length;
}

/** No character takes more than three bytes per UTF-16 unit, so most strings need not be counted. */
const isLonger = (text: string, bytes: number): boolean => text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
