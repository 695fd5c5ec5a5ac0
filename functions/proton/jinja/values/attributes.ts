import { typeAttribute } from '../methods/methods.ts';
import { hashKey } from './dict.ts';
import { number } from './compare.ts';
import { itemAt } from './index-of.ts';
import { Undefined } from './undefined.ts';
import { PyObject, typeName, type Value } from './value.ts';

/** What every Python object has under a name with underscores; a template never gets at any of it. */
const internal = new Set(
  (
    'class delattr dir doc eq format ge getattribute getstate gt hash init init_subclass le lt ne new reduce reduce_ex repr setattr ' +
    'sizeof str subclasshook add and bool call contains delitem getitem html iter len mod module mul next or pow reversed setitem sub'
  )
    .split(' ')
    .map((name) => `__${name}__`),
);

/** `value.name` as Python's getattr finds it; undefined = there is none. */
export function attribute(value: Value, name: string): Value | undefined {
  if (value instanceof Undefined) return value.attribute();
  const own = value instanceof PyObject ? value.attribute(name) : undefined;
  if (own !== undefined) return own;
  if (internal.has(name)) return unsafe(value, name);
  return typeAttribute(value, name);
}

function unsafe(value: Value, name: string): Undefined {
  const hint = `access to attribute '${name}' of '${typeName(value)}' object is unsafe.`;
  return new Undefined({ hint, error: 'SecurityError' });
}

/** `value.name` in a template: the attribute, else the item, else undefined. */
export function getAttribute(value: Value, name: string): Value {
  const named = attribute(value, name);
  if (named !== undefined) return named;
  const found = item(value, name);
  return found === undefined ? new Undefined({ of: value, name }) : found;
}

/** `value[key]` in a template: the item, else the attribute, else undefined. */
export function getItem(value: Value, key: Value): Value {
  const found = item(value, key);
  if (found !== undefined) return found;
  const named = typeof key === 'string' ? attribute(value, key) : undefined;
  return named === undefined ? new Undefined({ of: value, name: key }) : named;
}

/** `value[key]`; undefined = there is none, or the value has no items. */
function item(value: Value, key: Value): Value | undefined {
  if (value instanceof PyObject && !isIndexed(value)) return isHashable(key) ? value.item(key) : undefined;
  const index = number(key);
  return typeof index === 'bigint' ? itemAt(value, index) : undefined;
}

function isIndexed(value: PyObject): boolean {
  return value.type === 'tuple' || value.type === 'range' || value.type === 'Markup';
}

function isHashable(key: Value): boolean {
  if (typeof key !== 'object' || key === null) return true;
  if (Array.isArray(key)) return false;
  if (key instanceof Undefined) return hashKey(key) !== undefined;
  return key.type === 'tuple' ? hashableItems(key) : key.key() !== undefined;
}

function hashableItems(key: PyObject): boolean {
  for (const each of key.iterate() ?? []) if (!isHashable(each)) return false;
  return true;
}
