import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { conflict } from '../errors.ts';
import { repositoryKey } from '../repositories/record.ts';
import { versionKey } from '../template-versions/record.ts';
import { touched, unuse, use } from '../uses.ts';
import { deployableArn, environmentKey, instanceKey } from './names.ts';
import type { Deployable } from './record.ts';

/**
 * What a resource stands on: the versions that it has or is to have, an instance's environment, an environment's
 * repository, a component's environment and the instance it is attached to.
 */
function thingsOf(one: Deployable): Map<string, Key> {
  if (one.type === 'COMPONENT') return named(componentStandsOn(one));
  const kind = one.type === 'ENVIRONMENT' ? 'environment' : 'service';
  const versions = [one.current, ...(one.attempted ? [one.attempted] : [])].map(({ templateName, major, minor }) =>
    versionKey({ account: one.account, region: one.region, kind, templateName, major, minor }),
  );
  const isIn = one.type === 'SERVICE_INSTANCE' && one.environmentName !== undefined;
  const environments = isIn ? [environmentKey(one, one.environmentName ?? '')] : [];
  const repositories = one.provisioningRepository ? [repositoryKey(one, one.provisioningRepository)] : [];
  return named([...versions, ...environments, ...repositories]);
}

function componentStandsOn(one: Deployable): Key[] {
  const attached = [one.current, ...(one.attempted ? [one.attempted] : [])].flatMap(({ attachedTo }) =>
    attachedTo ? [instanceKey(one, attachedTo.serviceName, attachedTo.instanceName)] : [],
  );
  return [environmentKey(one, one.environmentName ?? ''), ...attached];
}

const named = (keys: Key[]) => new Map(keys.map((key) => [`${key.partition}/${key.sort}`, key]));

/** How a resource changes; before its creation and after its deletion there is none. */
export interface Change {
  before?: Deployable;
  after?: Deployable;
}

/**
 * The changes of what stands on what that go with changes of resources; `seen` was looked at before and must still be as it was. Throws
 * ConflictException where something is gone, or going.
 */
export async function useWrites(store: Store, changes: Change[], seen: Stored<object>[] = []): Promise<Write[]> {
  const added = new Map<string, Key>();
  const known = named(seen);
  const writes = changes.flatMap(({ before, after }) => {
    const had = before ? thingsOf(before) : new Map<string, Key>();
    const has = after ? thingsOf(after) : new Map<string, Key>();
    const fresh = [...has].filter(([name]) => !had.has(name));
    const stale = [...had].filter(([name]) => !has.has(name));
    for (const [name, key] of fresh) if (!known.has(name)) added.set(name, key);
    return [...fresh.map(([, key]) => use(key, userOf(after))), ...stale.map(([, key]) => unuse(key, userOf(before)))];
  });
  const now = await Promise.all([...added.values()].map((key) => touchedNow(store, key)));
  return [...writes, ...seen.map(touched), ...now];
}

const userOf = (one: Deployable | undefined): string => (one ? deployableArn(one) : '');

/** Whose deletion began has seen that nobody stands on it. */
async function touchedNow(store: Store, key: Key): Promise<Write> {
  const stored = await store.get<{ status?: string }>(key);
  if (!stored || stored.value.status === 'DELETE_IN_PROGRESS') throw conflict(`${key.sort} was deleted meanwhile.`);
  return touched(stored);
}
