/** A map that keeps the `most` entries used last. */
export interface RecentlyUsed<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): Value;
  delete(key: string): void;
}

/** Makes an empty one. */
export function recentlyUsed<Value>(most: number): RecentlyUsed<Value> {
  const entries = new Map<string, Value>();
  const set = (key: string, value: Value) => {
    entries.delete(key);
    entries.set(key, value);
    const [oldest] = entries.keys();
    if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    return value;
  };
  return {
    get: (key) => {
      const value = entries.get(key);
      return value === undefined ? undefined : set(key, value);
    },
    set,
    delete: (key) => void entries.delete(key),
  };
}

/** The same for each owner apart: what two stores keep under one name has nothing to do with each other. */
export function recentlyUsedOf<Value>(most: number): (owner: object) => RecentlyUsed<Value> {
  const all = new WeakMap<object, RecentlyUsed<Value>>();
  return (owner) => {
    const known = all.get(owner) ?? recentlyUsed<Value>(most);
    all.set(owner, known);
    return known;
  };
}
