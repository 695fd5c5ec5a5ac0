/** A member of a dict or set is found by its key: what Python's hash() and == make the same is the same here. */
export type Key = null | string | number | bigint | object;

/**
 * A value inside a template. Python's int is a bigint, its float a number, its str a string, its list an array (made by the engine,
 * never the caller's own); everything else is a PyObject. No other host object ever gets in.
 */
export type Value = null | boolean | bigint | number | string | Value[] | PyObject;

/** Keyword arguments of a call. */
export type Kwargs = ReadonlyMap<string, Value>;

/** A call without keyword arguments. */
export const noKwargs: Kwargs = new Map();

/** A Python object that has no JavaScript counterpart: what it can do is what it overrides, nothing is inherited from the host. */
export abstract class PyObject {
  /** `type(x).__name__`. */
  abstract readonly type: string;
  /** `type(x).__module__`. */
  readonly module: string = 'builtins';

  repr(): string {
    return `<${this.type} object>`;
  }

  /** `str(x)`. */
  text(): string {
    return this.repr();
  }

  truth(): boolean {
    return this.size() !== 0;
  }

  /** `len(x)`; undefined = it has none. */
  size(): number | undefined {
    return undefined;
  }

  /** `iter(x)`; undefined = it cannot be iterated. */
  iterate(): Iterable<Value> | undefined {
    return undefined;
  }

  /** `x[key]`; undefined = no such item, or no items at all. */
  item(_key: Value): Value | undefined {
    return undefined;
  }

  /** Whether `x[key]` is something the type can do. */
  subscriptable(): boolean {
    return false;
  }

  /** `x.name`; undefined = no such attribute. */
  attribute(_name: string): Value | undefined {
    return undefined;
  }

  equals(other: Value): boolean {
    return this === other;
  }

  /** `x in self`; undefined = look through its items. */
  contains(_item: Value): boolean | undefined {
    return undefined;
  }

  /** `hash(x)`; undefined = unhashable. */
  key(): Key | undefined {
    return this;
  }

  /** `x(*args, **kwargs)`; absent = not callable. */
  call?(args: Value[], kwargs: Kwargs): Value;
}

/** `type(x).__name__`. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'object') return Array.isArray(value) ? 'list' : value.type;
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' ? 'int' : 'float';
}
