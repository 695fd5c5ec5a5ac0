import type { Key, Store, Write } from '../../ports/store.ts';
import { allRecords } from '../../ports/every-record.ts';
import type { DeploymentRecord } from './record.ts';

const partitionOf = (watch: string): string => `proton#watch#${watch}`;
const keyOf = (watch: string, id: string): Key => ({ partition: partitionOf(watch), sort: id });

/** The changes by which a deployment, which is written as `after`, is found by what events call its work; once written they stay as they are. */
export function watchWrites(before: DeploymentRecord, after: DeploymentRecord): Write[] {
  const { id } = after;
  if (before.watch === after.watch) return [];
  return [
    ...(before.watch === undefined ? [] : [{ remove: keyOf(before.watch, id), expect: 1 }]),
    ...(after.watch === undefined ? [] : [{ put: { ...keyOf(after.watch, id), value: { id } }, expect: 0 }]),
  ];
}

/** The deployments that wait for what events call so: one, but for a resource that was made anew under the same name. */
export async function watching(store: Store, watch: string): Promise<string[]> {
  const found = await allRecords<{ id: string }>(store, { partition: partitionOf(watch) });
  return found.map(({ value }) => value.id);
}
