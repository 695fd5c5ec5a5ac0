import { allRecords } from '../../ports/every-record.ts';
import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { resourceNotFound } from '../errors.ts';
import { byOrder, getStack, isId, putStack, type StoredStack } from './record.ts';

/** What is within a stack and has an id of its own. */
export type Within = 'layer' | 'app' | 'instance';

/** What every such record has; `order` is its place among its kind, see ports/order.ts. */
export interface WithinStack {
  id: string;
  stackId: string;
  order: string;
}

/** A thing and the stack it is in. */
export interface Placed<Value> {
  stack: StoredStack;
  found: Stored<Value>;
}

/** The partition of what a stack is made of. */
export const withinPartition = (stackId: string): string => `opsworks-stack#${stackId}`;

/** Where a thing is kept. */
const withinKey = (kind: Within, { stackId, id }: Pick<WithinStack, 'stackId' | 'id'>): Key => ({
  partition: withinPartition(stackId),
  sort: `${kind}#${id}`,
});

/** Where the stack of an id is noted, for calls that name nothing else. */
const placeKey = (id: string): Key => ({ partition: `opsworks-id#${id}`, sort: 'place' });

interface Place {
  kind: Within;
  stackId: string;
}

/** All of a kind in a stack, in the order they were made. */
export async function allWithin<Value extends WithinStack>(
  store: Store,
  kind: Within,
  stackId: string,
): Promise<Stored<Value>[]> {
  const query = { partition: withinPartition(stackId), prefix: `${kind}#`, limit: 1000 };
  return (await allRecords<Value>(store, query)).sort(byOrder);
}

/** The thing of a kind that has an id, with its stack; undefined when there is none. */
export async function findWithin<Value extends WithinStack>(
  store: Store,
  kind: Within,
  id: string,
): Promise<Placed<Value> | undefined> {
  const stackId = isId(id) ? await stackIdOf(store, kind, id) : undefined;
  if (stackId === undefined) return undefined;
  const [stack, found] = await Promise.all([
    getStack(store, stackId),
    store.get<Value>(withinKey(kind, { stackId, id })),
  ]);
  return stack && found && { stack, found };
}

/** The same where there must be one. Throws ResourceNotFoundException. */
export async function requireWithin<Value extends WithinStack>(
  store: Store,
  kind: Within,
  id = '',
): Promise<Placed<Value>> {
  const placed = await findWithin<Value>(store, kind, id);
  if (!placed) throw resourceNotFound(kind, id);
  return placed;
}

async function stackIdOf(store: Store, kind: Within, id: string): Promise<string | undefined> {
  const place = (await store.get<Place>(placeKey(id)))?.value;
  return place?.kind === kind ? place.stackId : undefined;
}

/** The changes that add a thing of its own record and of the note where it is. */
export const adding = (kind: Within, value: WithinStack): Write[] => [
  { put: { ...withinKey(kind, value), value }, expect: 0 },
  { put: { ...placeKey(value.id), value: { kind, stackId: value.stackId } }, expect: 0 },
];

/** The changes that take it away. */
export const removing = (kind: Within, { value, version }: Stored<WithinStack>): Write[] => [
  { remove: withinKey(kind, value), expect: version },
  { remove: placeKey(value.id), expect: 1 },
];

/** The change that writes a thing anew. */
export const changing = <Value extends WithinStack>(
  kind: Within,
  { value, version }: Stored<Value>,
  changed: Partial<Value>,
): Write => ({ put: { ...withinKey(kind, value), value: { ...value, ...changed } }, expect: version });

/** Makes changes within a stack that no other change of its parts may cross. */
export const writeWithin = (store: Store, stack: StoredStack, changes: Write[]): Promise<void> =>
  store.write([putStack(stack), ...changes]);
