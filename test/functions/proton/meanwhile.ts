import type { Ports } from '../../../functions/ports/ports.ts';
import type { Key } from '../../../functions/ports/store.ts';

/** Lets something happen once, right before a record is read, or written, whose partition and sort key begin so. */
export function meanwhile(
  { store }: Pick<Ports, 'store'>,
  { reading, writing }: { reading?: string; writing?: string },
  work: () => Promise<unknown>,
): void {
  const plain = { ...store };
  const isAt = (place: string | undefined, { partition, sort }: Key) =>
    place !== undefined && `${partition} ${sort}`.startsWith(place);
  const happen = (): Promise<unknown> => {
    Object.assign(store, plain);
    return work();
  };
  store.get = async (key) => {
    if (isAt(reading, key)) await happen();
    return plain.get(key);
  };
  store.write = async (writes) => {
    if (writes.some((one) => 'put' in one && isAt(writing, one.put))) await happen();
    return plain.write(writes);
  };
}
