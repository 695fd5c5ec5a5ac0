import type { Key, Store } from '../../ports/store.ts';

/** What is kept of an account: the keys that sign its temporary URLs. */
interface Account {
  keys: Record<string, string>;
}

const partitionOf = (project: string) => `heat-account#${project}`;
const accountKey = (project: string): Key => ({ partition: partitionOf(project), sort: 'account' });
const containerKey = (project: string, container: string): Key => ({
  partition: partitionOf(project),
  sort: `container#${container}`,
});

const names = ['x-account-meta-temp-url-key', 'x-account-meta-temp-url-key-2'];
const longestKey = 256;

/** The keys of an account, by their headers. */
export const accountHeaders = async (store: Store, project: string): Promise<Record<string, string>> =>
  (await store.get<Account>(accountKey(project)))?.value.keys ?? {};

/** Sets the keys that a request's headers give; an empty one takes the key away. */
export async function changeAccount(
  store: Store,
  project: string,
  headers: Record<string, string | undefined>,
): Promise<void> {
  const stored = await store.get<Account>(accountKey(project));
  const keys = { ...stored?.value.keys };
  for (const name of names) {
    const given = headers[name];
    if (given === '') delete keys[name];
    else if (given !== undefined && given.length <= longestKey) keys[name] = given;
  }
  await store.write([{ put: { ...accountKey(project), value: { keys } }, expect: stored?.version ?? 0 }]);
}

/** Makes a container; false where it was there. */
export async function makeContainer(store: Store, project: string, container: string): Promise<boolean> {
  const key = containerKey(project, container);
  if (await store.get(key)) return false;
  await store.write([{ put: { ...key, value: {} }, expect: 0 }]);
  return true;
}

export const hasContainer = async (store: Store, project: string, container: string): Promise<boolean> =>
  (await store.get(containerKey(project, container))) !== undefined;

/** Takes a container away. */
export async function removeContainer(store: Store, project: string, container: string): Promise<void> {
  const stored = await store.get(containerKey(project, container));
  if (stored) await store.write([{ remove: containerKey(project, container), expect: stored.version }]);
}
